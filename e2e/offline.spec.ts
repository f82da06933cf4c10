import { expect, ORGANISATION, test } from "./fixtures";

// A command given while offline is refused at once and never sent later; what was typed stays.

test("a reservation is not kept for later while offline, and asks to sign in again when the session has ended", async ({ as }) => {
  const page = await as("engineer");
  await page.goto(`/${ORGANISATION}/reserve?gpu=h100-sxm.8x&nodes=1&for=1d`);
  await page
    .getByRole("complementary", { name: "Chosen offer" })
    .getByRole("button", { name: /^Take quote/ })
    .click();
  await expect(page).toHaveURL(/\/reserve\/quotes\/qte_/);
  await page.getByLabel("Name of the cluster").fill("offline-1");
  await page.getByLabel("Purchase order").fill("PO-OFFLINE");
  await page.getByLabel("SSH keys").fill("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE9mZmxpbmVPZmZsaW5lT2ZmbGluZU9mZmxpbmUxMjM0 me");
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().includes("reservation.create")) sent.push(request.url());
  });
  const reserve = page.getByRole("button", { name: /^Reserve 1 node/ });

  await page.context().setOffline(true);
  await reserve.click();
  await expect(page.getByRole("alert").filter({ hasText: "You are offline. Nothing was sent." })).toBeFocused();
  await expect(page.getByLabel("Name of the cluster")).toHaveValue("offline-1");
  await page.context().setOffline(false);
  // A kept command would be sent on the browser's "online" event: before the answer to something asked after it.
  await page.evaluate(() => fetch("/api/auth/session").then((answer) => answer.text()));
  expect(sent).toEqual([]);

  await page.context().clearCookies();
  await reserve.click();
  const again = page.getByRole("alert").getByRole("link", { name: "Sign in and come back here" });
  await expect(again).toHaveAttribute("href", /%2Freserve%2Fquotes%2Fqte_/);
  await expect(page.getByLabel("Name of the cluster")).toHaveValue("offline-1");
});
