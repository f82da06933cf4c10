"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

const SHOWN_MS = 2_000;

/** A button that copies `text` and confirms it. `what` names the text for screen readers: "request id". */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState<"no" | "yes" | "failed">("no");
  useEffect(() => {
    if (copied === "no") return;
    const timer = setTimeout(() => setCopied("no"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied("yes"),
      () => setCopied("failed"),
    );
  };
  return (
    <button
      type="button"
      className="btn no-print"
      data-kind="bare"
      onClick={copy}
      aria-label={`Copy ${what}`}
      title={copied === "failed" ? "Copying was refused; select the text instead" : `Copy ${what}`}
    >
      {copied === "yes" ? <Check aria-hidden="true" className="text-up" /> : <Copy aria-hidden="true" />}
      <span role="status" className="sr-only">
        {copied === "yes" ? "Copied" : copied === "failed" ? "Not copied" : ""}
      </span>
    </button>
  );
}

/** An id in monospace with its copy button. Every id can be copied. */
export function CopyId({ id, what = "id" }: { id: string; what?: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-0.5">
      <span className="ident truncate" title={id}>
        {id}
      </span>
      <CopyButton text={id} what={what} />
    </span>
  );
}
