import { NextRequest } from "next/server";
import { afterAll, describe, expect, it, vi } from "vitest";
import { problem } from "@/lib/contracts/common";
import { closeDatabase } from "@/server/kernel/database/db";

// next-auth reads the request through Next, which no test runs in; its input and output are enough here.
const nextAuth = vi.hoisted(() => vi.fn());
vi.mock("next-auth", () => ({ default: nextAuth }));

import { notePutOff } from "@/server/kernel/process/request-note";
import { handleAuth } from "./auth-door";
import { sessionCookie } from "./next-auth";

afterAll(closeDatabase);

const ORIGIN = "http://localhost:3000";
const context = { params: Promise.resolve({ nextauth: ["callback", "credentials"] }) };
const post = (body: BodyInit, type: string | null = "application/x-www-form-urlencoded") =>
  handleAuth(
    new NextRequest(`${ORIGIN}/api/auth/callback/credentials`, {
      method: "POST",
      body,
      headers: { "x-request-id": "req_of_a_test", ...(type !== null && { "content-type": type }) },
    }),
    context,
  );
async function refusalIn(answer: Response) {
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  return problem.parse(await answer.json());
}

describe("the next-auth door", () => {
  it("forwards a form as it was sent, in UTF-8, with a return address on this site", async () => {
    nextAuth.mockImplementation(async (request: Request) => new Response(await request.text()));
    const sent = new URLSearchParams({ email: "jürgen@x.example", password: " p&ss %+", callbackUrl: "/x?y=z" });
    expect(new URLSearchParams(await (await post(sent)).text())).toEqual(sent);
    for (const callbackUrl of ["http://evil.example", "//evil.example", "http://localhost:3000.evil/", "/\t/evil.example"])
      expect(new URLSearchParams(await (await post(new URLSearchParams({ callbackUrl }))).text()).get("callbackUrl"), callbackUrl).toBe("/");
  });

  it("refuses anything but a form before it is read", async () => {
    nextAuth.mockRejectedValue(new Error("next-auth was asked"));
    expect(await refusalIn(await post("{bad", "application/json"))).toMatchObject({ status: 415, code: "unsupported_media_type", requestId: "req_of_a_test" });
    expect((await post("a=b", "text/plain")).status).toBe(415);
    expect((await post("a=b", "application/x-www-form-urlencoded; charset=latin1")).status).toBe(415);
    for (const body of [Buffer.from("name=Br\xe6nde", "latin1"), "a=%E0%A4%A", "a=%"]) expect((await post(body)).status).toBe(400);
    const asked = await handleAuth(new NextRequest(`${ORIGIN}/api/auth/signin?callbackUrl=http://localhost:3000.evil/`), context);
    expect(await refusalIn(asked)).toMatchObject({ status: 400, code: "validation_failed" });
  });

  it("distinguishes a busy database from an ended session and a wrong password, and keeps a completed sign-in", async () => {
    nextAuth.mockImplementation(async () => {
      notePutOff(4);
      await Promise.resolve();
      return Response.json({});
    });
    const busy = await post("a=b");
    expect([busy.status, busy.headers.get("retry-after"), (await refusalIn(busy)).code]).toEqual([503, "4", "unavailable"]);
    nextAuth.mockImplementation(async () => {
      notePutOff(4);
      await Promise.resolve();
      return new Response("{}", { headers: { "set-cookie": `${sessionCookie()}=abc; Path=/` } });
    });
    expect((await post("a=b")).status).toBe(200);
  });

  it("answers errors and unknown paths like every door", async () => {
    nextAuth.mockRejectedValueOnce(new Error("secret of the framework"));
    const failed = await refusalIn(await post("a=b"));
    expect(failed).toMatchObject({ status: 500, code: "internal" });
    expect(JSON.stringify(failed)).not.toContain("secret");
    nextAuth.mockResolvedValueOnce(new Response("Error: This action is not supported", { status: 400, headers: { "content-type": "text/plain" } }));
    expect(await refusalIn(await post("a=b"))).toMatchObject({ status: 404, code: "not_found" });
  });
});
