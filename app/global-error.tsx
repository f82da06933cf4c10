"use client";

import "./globals.css";

/** The last resort: the layout itself failed, so nothing of it is used here. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en" data-theme="light">
      <body>
        <main className="bare">
          <div className="page-pad mx-auto w-full max-w-[640px] pt-[12vh]">
            <h1>This page did not load</h1>
            <p className="mt-2 text-ink-2">The fault is on our side. Nothing was changed or charged by it. Trying again mostly works within a minute.</p>
            {error.digest === undefined ? null : (
              <p className="mt-3">
                Report it with this reference: <code className="ident">{error.digest}</code>
              </p>
            )}
            <p className="mt-4">
              <button type="button" className="btn" data-kind="solid" onClick={reset}>
                Try again
              </button>
            </p>
          </div>
        </main>
      </body>
    </html>
  );
}
