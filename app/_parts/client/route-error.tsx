"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { ErrorState } from "@/components/state/error-state";
import { refusalOfDigest } from "./refusal";

const BAD_ADDRESS = "The address of this page asks for something that cannot be, perhaps because it was cut off. Open the page from the navigation.";

type Props = { error: Error & { digest?: string }; reset: () => void; title: string };

/**
 * The content of an error.tsx: `export default function Failed(p: RouteErrorProps) { return <RouteError {...p}
 * title="The list did not load" /> }`.
 */
export function RouteError({ error, reset, title }: Props) {
  const router = useRouter();
  const [, start] = useTransition();
  const refusal = refusalOfDigest(error.digest);
  // A page's input is its address, so there are no fields to correct.
  const wayOut = refusal?.code === "validation_failed" ? BAD_ADDRESS : refusal?.suggestion;
  // The server part must be fetched again before the boundary resets, or the same error reappears.
  const retry = () =>
    start(() => {
      router.refresh();
      reset();
    });
  return (
    <div className="page-pad">
      <h1 className="sr-only">{title}</h1>
      <ErrorState
        title={title}
        code={refusal?.code ?? "internal"}
        requestId={refusal === null ? error.digest : refusal.requestId}
        suggestion={wayOut ?? "Nothing was changed. Try again; it mostly works within a minute."}
        onRetry={retry}
      >
        {refusal?.detail}
      </ErrorState>
    </div>
  );
}

export type RouteErrorProps = Omit<Props, "title">;
