"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "./button";
import type { ApiRequest } from "./curl";

const ApiCallDialog = dynamic(() => import("./api-call-dialog").then((module) => module.ApiCallDialog), { ssr: false });

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
