"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { Hold } from "@/components/ui/hold";

/** The countdown of the hold; when it expires the page reads the quote again. */
export function Held({ expiresAt, now, totalSeconds }: { expiresAt: string; now: string; totalSeconds: number }) {
  const router = useRouter();
  const readAgain = useCallback(() => router.refresh(), [router]);
  return <Hold expiresAt={expiresAt} now={now} totalSeconds={totalSeconds} onExpired={readAgain} />;
}
