import type { MemberRole } from "@/lib/permissions";
import { random } from "./random";

export interface SeedPerson {
  email: string;
  name: string;
  role: MemberRole;
}

export interface SeedProject {
  slug: string;
  name: string;
  costCentre: string;
  /** Monthly budget, before tax. */
  budgetMinor: bigint;
}

export interface SeedApiKey {
  name: string;
  role: MemberRole;
  readOnly: boolean;
  /** Project slug, if the key is limited to one. */
  project?: string;
  createdBy: string;
  createdDaysAgo: number;
  expiresInDays?: number;
  revokedDaysAgo?: number;
}

export interface SeedOrganisation {
  slug: "fjordlys" | "hanbit";
  name: string;
  country: string;
  currency: "USD" | "KRW";
  joinedDaysAgo: number;
  billing: {
    legalName: string;
    addressLines: string[];
    taxId: string;
    apEmail: string;
    netDays: number;
    purchaseOrderRequired: boolean;
    /** Country of our legal entity that sells to them. */
    sellerCountry: "NL" | "SG";
  };
  projects: SeedProject[];
  people: SeedPerson[];
  apiKeys: SeedApiKey[];
}

/** The password of every demo account. */
export const DEMO_PASSWORD = "berth-demo";

/** Both tax ids have a valid form and check digit and are not assigned: all their digits but the last are 9. */
export const organisations: readonly SeedOrganisation[] = [
  {
    slug: "fjordlys",
    name: "Fjordlys AI",
    country: "NO",
    currency: "USD",
    joinedDaysAgo: 404,
    billing: {
      legalName: "Fjordlys AI AS",
      addressLines: ["Eksempelgata 1", "0000 Oslo"],
      taxId: "NO999999999MVA",
      apEmail: "ap@fjordlys.example",
      netDays: 30,
      purchaseOrderRequired: true,
      sellerCountry: "NL",
    },
    projects: [
      { slug: "foundation-models", name: "Foundation models", costCentre: "4100", budgetMinor: 36_000_000n },
      { slug: "inference", name: "Inference", costCentre: "4200", budgetMinor: 10_500_000n },
      { slug: "rendering", name: "Rendering", costCentre: "4300", budgetMinor: 3_200_000n },
      { slug: "evaluation-agents", name: "Evaluation agents", costCentre: "4400", budgetMinor: 4_000_000n },
    ],
    people: [
      { email: "anders@fjordlys.example", name: "Anders Vik", role: "admin" },
      { email: "ingrid@fjordlys.example", name: "Ingrid Solheim", role: "engineer" },
      { email: "marte@fjordlys.example", name: "Marte Haugen-Østbye", role: "finance" },
      { email: "solveig@fjordlys.example", name: "Solveig Aas", role: "owner" },
    ],
    apiKeys: [
      { name: "terraform-2025", role: "engineer", readOnly: false, createdBy: "anders@fjordlys.example", createdDaysAgo: 398, revokedDaysAgo: 61 },
      { name: "finance-export", role: "finance", readOnly: true, createdBy: "anders@fjordlys.example", createdDaysAgo: 310 },
      {
        name: "eval-runner",
        role: "engineer",
        readOnly: false,
        project: "evaluation-agents",
        createdBy: "anders@fjordlys.example",
        createdDaysAgo: 181,
        expiresInDays: 39,
      },
      { name: "ci-metrics", role: "viewer", readOnly: true, createdBy: "anders@fjordlys.example", createdDaysAgo: 52, expiresInDays: 313 },
    ],
  },
  {
    slug: "hanbit",
    name: "Hanbit Render",
    country: "KR",
    currency: "KRW",
    joinedDaysAgo: 401,
    billing: {
      legalName: "주식회사 한빛렌더 (Hanbit Render Co., Ltd.)",
      addressLines: ["예시로 1, 0층", "00000 서울특별시"],
      taxId: "999-99-99997",
      apEmail: "ap@hanbit.example",
      netDays: 30,
      purchaseOrderRequired: false,
      sellerCountry: "SG",
    },
    projects: [
      { slug: "film", name: "Film", costCentre: "2100", budgetMinor: 130_000_000n },
      { slug: "broadcast", name: "Broadcast", costCentre: "2200", budgetMinor: 70_000_000n },
    ],
    people: [{ email: "seoyeon@hanbit.example", name: "김서연", role: "owner" }],
    apiKeys: [
      { name: "render-queue", role: "engineer", readOnly: false, project: "film", createdBy: "seoyeon@hanbit.example", createdDaysAgo: 372 },
      { name: "erp-bridge", role: "finance", readOnly: true, createdBy: "seoyeon@hanbit.example", createdDaysAgo: 266 },
    ],
  },
];

/** The network's own staff; they belong to no organisation. */
export const staff: readonly { email: string; name: string }[] = [{ email: "ha@berth.example", name: "Hà Trần" }];

/**
 * A public key in OpenSSH format for a person of the demo. Nobody has its private half: the 32 bytes are drawn, not
 * derived from a secret.
 */
export function sshKeyOf(email: string): string {
  const draw = random(`ssh/${email}`);
  const kind = [..."ssh-ed25519"].map((letter) => letter.charCodeAt(0));
  const point = Array.from({ length: 32 }, () => draw.integer(0, 255));
  const blob = [0, 0, 0, kind.length, ...kind, 0, 0, 0, point.length, ...point];
  return `ssh-ed25519 ${btoa(String.fromCharCode(...blob))} ${email}`;
}
