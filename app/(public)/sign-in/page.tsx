import type { Metadata } from "next";
import { BarePage } from "@/components/shell/bare-page";
import { ThemeButton } from "@/components/shell/theme-button";
import { returnPath } from "@/lib/return-path";
import { isDemo } from "@/server/doors/console/caller";
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from "./_parts/demo-accounts";
import { Quay } from "./_parts/quay";
import { SignIn } from "./_parts/sign-in";

export const metadata: Metadata = { title: "Sign in", description: "Sign in to the Berth console." };

/** Any origin works here, because only the path of our own address is used. */
const PUBLIC = "https://console.invalid";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error } = await searchParams;
  return (
    <BarePage
      foot={
        <>
          <Quay />
          <footer className="flex flex-wrap gap-5 px-7 pt-3.5 pb-[18px] text-small text-ink-3 max-sm:px-4">
            <span>Forgotten your password? Berth support gives you a link that sets a new one, once it knows it is you.</span>
            <span className="ml-auto">
              <ThemeButton />
            </span>
          </footer>
        </>
      }
    >
      <SignIn
        callbackUrl={returnPath(callbackUrl, PUBLIC)}
        ended={error === "SessionRequired"}
        demo={isDemo() ? { accounts: DEMO_ACCOUNTS, password: DEMO_PASSWORD } : null}
      />
    </BarePage>
  );
}
