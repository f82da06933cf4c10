"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { ErrorState } from "@/components/state/error-state";
import { refusalOfDigest } from "./refusal";

type Props = { error: Error & { digest?: string }; reset: () => void; title: string };

/** What an error.tsx shows: `export default function Failed(p: RouteErrorProps) { return <RouteError {...p} title="The list did not load" /> }`. */
export function RouteError({ error, reset, title }: Props) {
  const router = useRouter();
  const [, start] = useTransition();
  const refusal = refusalOfDigest(error.digest);
  // The server's part must be asked again before the boundary opens, or the same error stands there.
  const retry = () =>
    start(() => {
      router.refresh();
      reset();
    });
  return (
    <div className="page-pad">
      <h1 className="sr-only">{title}</h1>
      <ErrorState title={title} code={refusal?.code ?? "internal"} requestId={refusal === null ? error.digest : refusal.requestId} suggestion={refusal?.suggestion ?? "Nothing was changed. Try again; it mostly works within a minute."} onRetry={retry}>
        {refusal?.detail}
      </ErrorState>
    </div>
  );
}

export type RouteErrorProps = Omit<Props, "title">;
