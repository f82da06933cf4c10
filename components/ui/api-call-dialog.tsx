"use client";

import { Code } from "./code";
import { type ApiRequest, toCurl } from "./curl";
import { Dialog, DialogClose } from "./dialog";

export function ApiCallDialog({ request, onClose }: { request: ApiRequest; onClose: () => void }) {
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
