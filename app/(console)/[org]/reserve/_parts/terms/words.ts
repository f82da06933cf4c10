import type { PaymentSchedule } from "@/lib/contracts/capacity";

export const SCHEDULE: Record<PaymentSchedule, string> = {
  upfront: "Prepayment, full term",
  monthly_advance: "Monthly in advance",
  deposit_25: "25 % deposit, balance monthly",
};
