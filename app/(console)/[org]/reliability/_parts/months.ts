// The selected month, and the months one click away. Pure.
import { formatMonth } from "@/components/format/text";
import type { Segment } from "@/components/ui/segmented-control";
import { addMonths, isMonth, type Month } from "@/lib/period";

const SHOWN = 3;
/** How far back the control goes. */
const OLDEST_MONTHS = 36;

/** The month in the address if it is valid and not in the future, else the current one. */
export const chosenMonth = (asked: string | null, current: Month): Month =>
  asked !== null && isMonth(asked) && asked <= current && asked >= addMonths(current, -OLDEST_MONTHS) ? asked : current;

/** Three months including the selected one, and a step further in each direction. */
export function monthSegments(chosen: Month, current: Month, hrefOf: (month: Month) => string): Segment[] {
  const last = chosen >= addMonths(current, 1 - SHOWN) ? current : addMonths(chosen, 1);
  const shown = Array.from({ length: SHOWN }, (_, index) => addMonths(last, index + 1 - SHOWN));
  const segments: Segment[] = shown.map((month) => ({
    key: month,
    href: hrefOf(month),
    label: month === chosen ? `${formatMonth(month, true)} ${month.slice(0, 4)}${month === current ? ", to date" : ""}` : formatMonth(month, true),
    name: `${formatMonth(month)}${month === current ? ", to date" : ""}`,
  }));
  const earlier = addMonths(shown[0] ?? chosen, -1);
  if (earlier >= addMonths(current, -OLDEST_MONTHS))
    segments.unshift({ key: "earlier", href: hrefOf(earlier), label: "‹", name: `Earlier, ${formatMonth(earlier)}` });
  if (last < current) segments.push({ key: "later", href: hrefOf(addMonths(last, 1)), label: "›", name: `Later, ${formatMonth(addMonths(last, 1))}` });
  return segments;
}
