import { Berths, type BerthState } from "@/components/chart/berths";

const SLOTS = 136;

/** A fixed scatter of slots, the same on every render: mostly serving, some taken, some free, a few arriving. */
const slots: BerthState[] = Array.from({ length: SLOTS }, (_, index) => {
  const scatter = (index * 7919 + index * index * 31) % 97;
  return scatter < 58 ? "up" : scatter < 74 ? "busy" : scatter < 90 ? "free" : "arriving";
});

/** The one drawing of the page: a quay along its foot. */
export function Quay() {
  return (
    <div className="flex h-[38px] flex-none justify-center overflow-hidden border-b border-rule opacity-90" aria-hidden="true">
      <Berths states={slots} label="" width={9} gap={3} height={26} pierGap={11} className="max-w-none flex-none" />
    </div>
  );
}
