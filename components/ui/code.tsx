import { CopyButton } from "./copy-id";

/** A block of code with its copy button. */
export function Code({ text, what }: { text: string; what: string }) {
  return (
    <div className="relative mt-3">
      <pre
        className="ident max-h-[40vh] overflow-auto border border-rule bg-sunk py-[9px] pr-9 pl-2.5 leading-[1.55] break-all whitespace-pre-wrap"
        tabIndex={0}
        aria-label={what}
      >
        {text}
      </pre>
      <span className="absolute top-1 right-1.5">
        <CopyButton text={text} what={what} />
      </span>
    </div>
  );
}
