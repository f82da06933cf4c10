import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { KeyValue } from "../ui/key-value";

export type Granter = { name: string; remark: string };

/** Which permission is missing and who can grant it. */
export function Forbidden({ title, need, granters, actions }: { title: ReactNode; need: ReactNode; granters: Granter[]; actions?: ReactNode }) {
  return (
    <div className="max-w-[440px] py-3">
      <p className="minor-head flex items-center gap-[7px]">
        <Lock aria-hidden="true" className="size-4" strokeWidth={1.8} />
        {title}
      </p>
      <div className="mt-[3px] text-ink-2">{need}</div>
      {granters.length === 0 ? null : (
        <div className="mt-[9px]">
          <KeyValue
            pairs={granters.map((granter) => ({ key: granter.name, name: granter.name, value: <span className="text-ink-3">{granter.remark}</span> }))}
          />
        </div>
      )}
      {actions === undefined ? null : <div className="mt-[11px] flex flex-wrap items-center gap-1.5">{actions}</div>}
    </div>
  );
}
