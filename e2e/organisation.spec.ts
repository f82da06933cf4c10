import { expect, ORGANISATION, test } from "./fixtures";

// An admin's work: admitting and removing people, API keys, their own account.

const at = (path: string) => `/${ORGANISATION}/${path}`;

test("a person is invited, joins, gets another role, and is locked out at the next click once removed", async ({ as, browser, baseURL }) => {
  test.setTimeout(120_000);
  const address = "new.person@fjordlys.example";
  const password = "a password of their own";
  const admin = await as("admin");
  await admin.goto(at("organisation/members"));
  await admin.getByRole("button", { name: "Invite" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(dialog.getByText("Enter the address of the person")).toBeVisible();
  await dialog.getByLabel("Work e-mail").fill(address);
  await dialog.getByLabel("Role", { exact: true }).selectOption("viewer");
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = await dialog.getByLabel("the invitation link", { exact: true }).innerText();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(admin.getByRole("table", { name: "Invitations" })).toContainText(address);

  const context = await browser.newContext({ baseURL });
  const person = await context.newPage();
  await person.goto(link);
  await person.getByLabel("Your name").fill("New Person");
  await person.getByLabel("Password").fill(password);
  await person.getByRole("button", { name: /^Join / }).click();
  await expect(person).toHaveURL(at("overview"));
  await expect(person.getByRole("link", { name: "Billing" })).toHaveCount(0);

  await admin.reload();
  await expect(admin.getByRole("table", { name: "Invitations" })).toHaveCount(0);
  await admin.getByRole("button", { name: "Change New Person" }).click();
  await dialog.getByLabel("Role", { exact: true }).selectOption("finance");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByRole("row", { name: /New Person/ })).toContainText("Finance");
  await person.goto(at("billing"));
  await expect(person.getByRole("heading", { level: 1 })).not.toHaveText("Billing is for Finance");
  await expect(person.getByRole("link", { name: "Billing" }).first()).toBeVisible();

  await admin.getByRole("button", { name: "Change New Person" }).click();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await admin.getByRole("button", { name: "Remove member" }).click();
  // The rows are hidden from roles while the dialog is open: its end is what to wait for.
  await expect(admin.getByText("New Person is removed")).toBeVisible();
  await expect(admin.getByRole("row", { name: /New Person/ })).toHaveCount(0);
  const answer = await person.goto(at("clusters"));
  expect(answer?.status()).toBe(404);
  await context.close();
});

test("an invitation's link ends when it is withdrawn", async ({ as, page }) => {
  const address = "never.came@fjordlys.example";
  const admin = await as("admin");
  await admin.goto(at("organisation/members"));
  await admin.getByRole("button", { name: "Invite" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("Work e-mail").fill(address);
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = await dialog.getByLabel("the invitation link", { exact: true }).innerText();
  await dialog.getByRole("button", { name: "Done" }).click();
  await admin.getByRole("button", { name: `Withdraw the invitation of ${address}` }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await expect(admin.getByRole("dialog")).toHaveCount(0);
  await expect(admin.getByText(address)).toHaveCount(0);
  await page.goto(link);
  await expect(page.getByLabel("Password")).toHaveCount(0);
});

test("a key opens the API with its role until it is revoked", async ({ as, playwright, baseURL }) => {
  const admin = await as("admin");
  await admin.goto(at("organisation/keys"));
  await admin.getByRole("button", { name: "Create key" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("Name").fill("a program of the browser test");
  await dialog.getByLabel("Role", { exact: true }).selectOption("viewer");
  await dialog.getByRole("button", { name: "Create key" }).click();
  const key = await dialog.getByLabel("the API key", { exact: true }).innerText();
  await dialog.getByRole("button", { name: "Done" }).click();
  const program = await playwright.request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${key}` } });
  expect((await program.get("/api/v1/clusters")).status()).toBe(200);
  expect((await program.get("/api/v1/invoices")).status()).toBe(403);
  const row = admin.getByRole("row", { name: /a program of the browser test/ });
  await row.getByRole("button", { name: "Revoke a program of the browser test" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Revoke key" }).click();
  await expect(row).toContainText("revoked");
  // Keys are cached for a few seconds at most.
  await expect.poll(async () => (await program.get("/api/v1/clusters")).status()).toBe(401);
  await program.dispose();
});

test("a new project can be selected at once, and its short name is taken", async ({ as }) => {
  const admin = await as("admin");
  await admin.goto(at("organisation/projects"));
  const create = async () => {
    await admin.getByRole("button", { name: "Create project" }).click();
    const dialog = admin.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Speech models");
    await dialog.getByLabel("Short name").fill("speech");
    await dialog.getByRole("button", { name: "Create project" }).click();
    return dialog;
  };
  await create();
  await expect(admin.getByRole("table", { name: "Projects" })).toContainText("Speech models");
  const again = await create();
  await expect(again.getByRole("alert")).toContainText("The short name speech is taken");
});

test("a session in another browser is signed out from the account page", async ({ browser, baseURL }) => {
  test.setTimeout(90_000);
  // An account of no other test: it ends every session but its own.
  const signIn = async () => {
    const page = await (await browser.newContext({ baseURL })).newPage();
    await page.goto("/sign-in");
    await page.getByLabel("Work e-mail").fill("solveig@fjordlys.example");
    await page.getByLabel("Password").fill("berth-demo");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(at("overview"));
    return page;
  };
  const [other, mine] = [await signIn(), await signIn()];
  await mine.goto(at("account"));
  const sessions = mine.getByRole("table", { name: "Where you are signed in" });
  await expect(sessions).toContainText("this one");
  const buttons = sessions.getByRole("button", { name: /^Sign out on/ });
  for (let left = await buttons.count(); left > 0; left -= 1) {
    await buttons.first().click();
    await mine.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
    await expect(mine.getByRole("dialog")).toHaveCount(0);
    await expect(buttons).toHaveCount(left - 1);
  }
  await other.goto(at("billing"));
  await expect(other).toHaveURL(/\/sign-in/);
  await mine.reload();
  await expect(sessions).toContainText("this one");
  await Promise.all([other.context().close(), mine.context().close()]);
});

test("each role finds the pages of the organisation it can open", async ({ as }) => {
  const engineer = await as("engineer");
  await engineer.goto(at("organisation"));
  await expect(engineer).toHaveURL(at("organisation/members"));
  await expect(engineer.getByRole("button", { name: "Invite" })).toHaveCount(0);
  await expect(engineer.getByRole("link", { name: "API keys" })).toHaveCount(0);
  await engineer.goto(at("organisation/keys"));
  await expect(engineer.locator("main")).toContainText("has no keys.manage");
  await engineer.goto(at("organisation/roles"));
  await expect(engineer.getByRole("row", { name: /Take quotes and reserve/ })).toContainText("Yes");
});
