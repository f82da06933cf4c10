import type { ReactElement, ReactNode } from "react";

export type MenuEntry =
  | { kind: "rule"; key: string }
  | { kind: "label"; key: string; label: ReactNode }
  /** A menu of its own, beside this one. */
  | { kind: "sub"; key: string; label: ReactNode; entries: MenuEntry[] }
  | {
      kind?: "item";
      key: string;
      /** A verb; three dots when something is asked first. */
      label: ReactNode;
      icon?: ReactNode;
      /** Right: a shortcut or what it shows first. */
      hint?: ReactNode;
      href?: string;
      /** A file: plain anchor. */
      download?: boolean;
      onSelect?: () => void;
      /** Ends a contract: stands last, behind a rule. */
      tone?: "ends";
      disabled?: boolean;
      /** The current one of a choice. */
      checked?: boolean;
    };

type TriggerProps = { [name: string]: unknown };

export type MenuProps = {
  /** A button that passes its props and ref on. */
  trigger: ReactElement<TriggerProps>;
  entries: MenuEntry[];
  align?: "start" | "end";
  label?: string;
};
