import { formatInstant } from "@/components/format/text";
import { Empty } from "@/components/state/empty";
import { Entry, EntryList } from "@/components/ui/decision";
import { SectionHead } from "@/components/ui/section-head";
import type { RepairContract } from "@/lib/contracts/repairs";

/** Nodes that serve nobody until a person records their repair. */
export function Repairs({ repairs, more }: { repairs: RepairContract[]; more: boolean }) {
  return (
    <section id="repairs">
      <SectionHead remark={`${repairs.length}${more ? " and more" : ""}`}>In repair</SectionHead>
      {repairs.length === 0 ? (
        <div className="border-t-[1.5px] border-rule-ink">
          <Empty title="No node is in repair">A node taken out for a fault stays here until its repair is closed.</Empty>
        </div>
      ) : (
        <EntryList>
          {repairs.map((one) => (
            <Entry key={one.id} when={formatInstant(one.openedAt, "day")} title={<span className="ident">{one.serial}</span>}>
              {one.fault}, <span className="ident">{one.site}</span>. Close it with <span className="ident">berth repair close {one.id}</span>.
            </Entry>
          ))}
        </EntryList>
      )}
    </section>
  );
}
