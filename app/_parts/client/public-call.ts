// A call by an anonymous visitor, or by a person as themselves: the pages behind a link, outside the console's client.
import { OfflineError, type Refusal, refusalOfCall } from "./refusal";

interface Answer {
  result?: { data: unknown };
  error?: { message: string; data: unknown };
}

/** Never throws: a refusal or an unreachable server is a result. */
export async function callPublic(name: string, input: Record<string, unknown>): Promise<{ ok: true } | { ok: false; refusal: Refusal }> {
  try {
    OfflineError.throwIfOffline();
    const response = await fetch(`/api/trpc/${name}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(input) });
    const { error } = (await response.json()) as Answer;
    return error === undefined && response.ok
      ? { ok: true }
      : { ok: false, refusal: refusalOfCall(Object.assign(new Error(error?.message ?? ""), { data: error?.data })) };
  } catch (error) {
    return { ok: false, refusal: refusalOfCall(error) };
  }
}
