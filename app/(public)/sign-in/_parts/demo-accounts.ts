/**
 * People of the invented companies, shown in demo mode only. Their password is no secret, because the demo holds no
 * real data.
 */
export type DemoAccount = { email: string; name: string; organisation: string; role: string; does: string };

export const DEMO_PASSWORD = "berth-demo";

export const DEMO_ACCOUNTS: DemoAccount[] = [
  { email: "ingrid@fjordlys.example", name: "Ingrid Solheim", organisation: "Fjordlys AI", role: "Engineer", does: "finds, reserves and watches clusters" },
  {
    email: "marte@fjordlys.example",
    name: "Marte Haugen-Østbye",
    organisation: "Fjordlys AI",
    role: "Finance",
    does: "invoices, cost centres, purchase orders",
  },
  { email: "anders@fjordlys.example", name: "Anders Vik", organisation: "Fjordlys AI", role: "Admin", does: "members, policy, audit log" },
  { email: "seoyeon@hanbit.example", name: "김서연", organisation: "Hanbit Render", role: "Owner", does: "everything of a studio that pays in won" },
  { email: "ha@berth.example", name: "Hà Trần", organisation: "Berth", role: "Operator", does: "the network’s own staff" },
];
