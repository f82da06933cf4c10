import { formatMonth } from "@/components/format/text";

/** "2026-11" to "November". */
export const monthName = (month: string): string => formatMonth(month).split(" ")[0] ?? month;
