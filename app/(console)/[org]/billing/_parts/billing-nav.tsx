import Link from "next/link";
import { SegmentedControl } from "@/components/ui/segmented-control";

const PLACES = [
  { key: "invoices", label: "Invoices", path: "" },
  { key: "usage", label: "Usage", path: "/usage" },
  { key: "statement", label: "Statement", path: "/statement" },
  { key: "payments", label: "Payments", path: "/payments" },
  { key: "credit-notes", label: "Credit notes", path: "/credit-notes" },
] as const;

/** The pages of billing. */
export function BillingNav({ organisation, current }: { organisation: string; current: (typeof PLACES)[number]["key"] }) {
  return (
    <div className="no-print max-w-full overflow-x-auto">
      <SegmentedControl
        label="Billing"
        current={current}
        segments={PLACES.map(({ key, label, path }) => ({ key, label, href: `/${organisation}/billing${path}` }))}
      />
    </div>
  );
}

/** The other billing pages, where the list of invoices leaves little room. */
export function BillingLinks({ organisation }: { organisation: string }) {
  return (
    <nav aria-label="Billing" className="no-print flex flex-wrap gap-x-3 gap-y-0.5 text-small">
      {PLACES.filter(({ path }) => path !== "").map(({ key, label, path }) => (
        <Link key={key} href={`/${organisation}/billing${path}`}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
