import type { FormProblem } from "@/components/form/error-summary";
import { refusalOfCall } from "./refusal";

/**
 * Why a form was refused, for ErrorSummary.
 * @param fields id of the control for each JSON pointer the form knows; what is wrong elsewhere stands in the detail
 */
export function problemOf(error: unknown, title: string, fields: Readonly<Record<string, string>> = {}): FormProblem {
  const { code, detail, suggestion, requestId, errors } = refusalOfCall(error);
  const named = errors.flatMap(({ pointer, message }) => {
    const id = fields[pointer];
    return id === undefined ? [] : [{ id, message }];
  });
  const others = errors.filter(({ pointer, message }) => fields[pointer] === undefined && message !== detail).map(({ pointer, message }) => `${pointer.slice(1)} ${message}`);
  // What is said beside a field need not be said twice.
  const said = named.some(({ message }) => message === detail) ? others : [detail, ...others];
  return { title, detail: said.length === 0 ? undefined : said.join(" "), suggestion: named.length > 0 ? undefined : suggestion, code, requestId, fields: named };
}
