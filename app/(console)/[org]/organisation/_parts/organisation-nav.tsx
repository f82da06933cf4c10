import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Access, Permission } from "@/lib/permissions";

const PLACES = [
  { key: "members", label: "Members", needs: "members.read" },
  { key: "projects", label: "Projects", needs: "projects.read" },
  { key: "roles", label: "Roles", needs: "members.read" },
  { key: "keys", label: "API keys", needs: "keys.manage" },
  { key: "audit", label: "Audit log", needs: "audit.read" },
] as const satisfies readonly { key: string; label: string; needs: Permission }[];

export type OrganisationPlace = (typeof PLACES)[number]["key"];

/** The organisation's pages that the reader can open, in order. */
export const organisationPlaces = (access: Access) => PLACES.filter(({ needs }) => access.may(needs));

export function OrganisationNav({ organisation, access, current }: { organisation: string; access: Access; current: OrganisationPlace }) {
  return (
    <div className="no-print max-w-full overflow-x-auto">
      <SegmentedControl
        label="Organisation"
        current={current}
        segments={organisationPlaces(access).map(({ key, label }) => ({ key, label, href: `/${organisation}/organisation/${key}` }))}
      />
    </div>
  );
}
