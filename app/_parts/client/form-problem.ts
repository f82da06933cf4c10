import type { FormProblem } from "@/components/form/error-summary";
import { signInPath } from "@/lib/return-path";
import { type Refusal, refusalOfCall } from "./refusal";

/**
 * Why a form was refused, for ErrorSummary.
 * @param fields id of the control for each JSON pointer the form knows; other errors are in the detail
 */
export const problemOf = (error: unknown, title: string, fields: Readonly<Record<string, string>> = {}): FormProblem =>
  problemOfRefusal(refusalOfCall(error), title, fields);

/** The same for a refusal that is known as one. */
export function problemOfRefusal(
  { code, detail, suggestion, requestId, errors }: Refusal,
  title: string,
  fields: Readonly<Record<string, string>> = {},
): FormProblem {
  const named = errors.flatMap(({ pointer, message }) => {
    const id = fields[pointer];
    return id === undefined ? [] : [{ id, message }];
  });
  const others = errors
    .filter(({ pointer, message }) => fields[pointer] === undefined && message !== detail)
    .map(({ pointer, message }) => `${pointer.slice(1)} ${message}`);
  // An error shown beside a field need not be repeated.
  const said = named.some(({ message }) => message === detail) ? others : [detail, ...others];
  const link =
    code === "unauthenticated" ? { href: signInPath(window.location.pathname + window.location.search, true), label: "Sign in and come back here" } : undefined;
  return {
    title,
    link,
    detail: said.length === 0 ? undefined : said.join(" "),
    suggestion: named.length > 0 ? undefined : suggestion,
    code,
    requestId,
    fields: named,
  };
}
