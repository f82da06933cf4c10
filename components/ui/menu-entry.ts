import type { ReactElement, ReactNode } from "react";

export type MenuEntry =
  | { kind: "rule"; key: string }
  | { kind: "label"; key: string; label: ReactNode }
  /** A nested menu. */
  | { kind: "sub"; key: string; label: ReactNode; entries: MenuEntry[] }
  | {
      kind?: "item";
      key: string;
      /** A verb; ends in an ellipsis when it asks first. */
      label: ReactNode;
      icon?: ReactNode;
      /** On the right: a shortcut, or what it shows first. */
      hint?: ReactNode;
      href?: string;
      /** A file: plain anchor. */
      download?: boolean;
      onSelect?: () => void;
      /** Ends a contract: comes last, after a rule. */
      tone?: "ends";
      disabled?: boolean;
      /** The current option of a choice. */
      checked?: boolean;
    };

type TriggerProps = { [name: string]: unknown };

export type MenuProps = {
  /** A button that forwards its props and ref. */
  trigger: ReactElement<TriggerProps>;
  entries: MenuEntry[];
  align?: "start" | "end";
  label?: string;
};
