"use client";

import { useState } from "react";
import { Button } from "./button";
import { CopyButton } from "./copy-id";
import { type ApiRequest, toCurl } from "./curl";
import { Dialog, DialogClose } from "./dialog";

/** "Show as API call": the request a form would send, as method and path, JSON and a command line. */
export function ApiCall({ request, label = "Show as API call" }: { request: ApiRequest; label?: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-haspopup="dialog">
        {label}
      </Button>
      {open ? <ApiCallDialog request={request} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function ApiCallDialog({ request, onClose }: { request: ApiRequest; onClose: () => void }) {
  const json = request.body === undefined ? null : JSON.stringify(request.body, null, 2);
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      width={620}
      title="The same as an API call"
      lead="With a key of this organisation that has the permission for it. The answer is what this page shows."
      actions={<DialogClose />}
    >
      <Code text={`${request.method} /api/v1${request.path}`} what="method and path" />
      {json === null ? null : <Code text={json} what="body" />}
      <Code text={toCurl(window.location.origin, request)} what="command" />
    </Dialog>
  );
}

/** A block of code with its copy button. */
export function Code({ text, what }: { text: string; what: string }) {
  return (
    <div className="relative mt-3">
      <pre className="ident max-h-[40vh] overflow-auto border border-rule bg-sunk py-[9px] pr-9 pl-2.5 leading-[1.55] break-all whitespace-pre-wrap" tabIndex={0} aria-label={what}>
        {text}
      </pre>
      <span className="absolute top-1 right-1.5">
        <CopyButton text={text} what={what} />
      </span>
    </div>
  );
}
