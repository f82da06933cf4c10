import { initials } from "../format/text";

/** People are discs, agents are squares, with the same initials. Decorative: the name stands beside it. */
export function PersonMark({ name, agent = false }: { name: string; agent?: boolean }) {
  return (
    <span className="disc" data-agent={agent ? "" : undefined} aria-hidden="true">
      {agent ? initials(name).toLowerCase() : initials(name)}
    </span>
  );
}
