"use client";

import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { CopyId } from "../ui/copy-id";
import { Status } from "../ui/status";

type ErrorStateProps = {
  /** "The list did not load." */
  title: string;
  /** The cause and what is preserved, then what to do. */
  children?: ReactNode;
  suggestion?: string;
  code?: string;
  requestId?: string;
  /** Retries; a page's error boundary passes its `reset`. */
  onRetry?: () => void;
  retry?: string;
  /** Other ways out, beside the retry. */
  actions?: ReactNode;
};

/** What happened, why, what is preserved, code, request id to copy, and a retry. */
export function ErrorState({ title, children, suggestion, code, requestId, onRetry, retry = "Try again", actions }: ErrorStateProps) {
  return (
    <div className="max-w-[440px] py-3" role="alert">
      <Status state="down" className="whitespace-normal">
        {title}
      </Status>
      {children === undefined ? null : <div className="mt-[3px] text-ink-2">{children}</div>}
      {suggestion === undefined ? null : <p className="mt-[3px] text-ink-2">{suggestion}</p>}
      {code === undefined && requestId === undefined ? null : (
        <dl className="pairs mt-[9px]">
          {code === undefined ? null : (
            <div>
              <dt className="text-ink-3">Code</dt>
              <dd className="ident">{code}</dd>
            </div>
          )}
          {requestId === undefined ? null : (
            <div>
              <dt className="text-ink-3">Request</dt>
              <dd>
                <CopyId id={requestId} what="request id" />
              </dd>
            </div>
          )}
        </dl>
      )}
      {onRetry === undefined && actions === undefined ? null : (
        <div className="mt-[11px] flex flex-wrap items-center gap-1.5">
          {onRetry === undefined ? null : (
            <Button kind="solid" size="small" onClick={onRetry}>
              {retry}
            </Button>
          )}
          {actions}
        </div>
      )}
    </div>
  );
}
