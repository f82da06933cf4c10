import type { PaymentSchedule } from "@/lib/contracts/capacity";

export const SCHEDULE: Record<PaymentSchedule, string> = {
  upfront: "All of it now",
  monthly_advance: "Each month in advance",
  deposit_25: "A quarter now, the rest month by month",
};
