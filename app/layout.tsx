import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { headers } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { themeScript } from "@/components/shell/theme";
import { Sprite } from "@/components/ui/sprite";
import { publicUrl } from "@/server/doors/console/caller";
// Korean comes in some hundred files, of which a browser fetches those whose letters stand on the page.
import "@fontsource-variable/noto-sans-kr/wght.css";
import "./globals.css";

// Self-hosted. The Latin files load first and reserve their space; the others only when a page has such letters.
const newsreader = localFont({
  // Without its optical sizes, which would cost 74 kB on every page.
  src: "../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2",
  weight: "200 800",
  variable: "--newsreader",
  adjustFontFallback: "Times New Roman",
});
const newsreaderExt = localFont({
  src: "../node_modules/@fontsource-variable/newsreader/files/newsreader-latin-ext-wght-normal.woff2",
  weight: "200 800",
  variable: "--newsreader-ext",
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: "unicode-range",
      value: "U+0100-0101, U+0104-010F, U+0112-0127, U+012A-0167, U+016A-019F, U+01A2-01AE, U+01B1-02BA, U+1E00-1E9F, U+20A0-20AA, U+20AD-20C0",
    },
  ],
});
const newsreaderViet = localFont({
  src: "../node_modules/@fontsource-variable/newsreader/files/newsreader-vietnamese-wght-normal.woff2",
  weight: "200 800",
  variable: "--newsreader-viet",
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: "unicode-range", value: "U+0102-0103, U+0110-0111, U+0128-0129, U+0168-0169, U+01A0-01A1, U+01AF-01B0, U+1EA0-1EF9, U+20AB" }],
});
const hanken = localFont({
  src: "../node_modules/@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2",
  weight: "100 900",
  variable: "--hanken",
});
const hankenExt = localFont({
  src: "../node_modules/@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-ext-wght-normal.woff2",
  weight: "100 900",
  variable: "--hanken-ext",
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: "unicode-range",
      value: "U+0100-0101, U+0104-010F, U+0112-0127, U+012A-0167, U+016A-019F, U+01A2-01AE, U+01B1-02BA, U+1E00-1E9F, U+20A0-20AA, U+20AD-20C0",
    },
  ],
});
const hankenViet = localFont({
  src: "../node_modules/@fontsource-variable/hanken-grotesk/files/hanken-grotesk-vietnamese-wght-normal.woff2",
  weight: "100 900",
  variable: "--hanken-viet",
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: "unicode-range", value: "U+0102-0103, U+0110-0111, U+0128-0129, U+0168-0169, U+01A0-01A1, U+01AF-01B0, U+1EA0-1EF9, U+20AB" }],
});
const spline = localFont({
  // Ids stand in one weight.
  src: "../node_modules/@fontsource/spline-sans-mono/files/spline-sans-mono-latin-400-normal.woff2",
  weight: "400",
  variable: "--spline",
  preload: false,
  adjustFontFallback: false,
});

const fonts = [newsreader, newsreaderExt, newsreaderViet, hanken, hankenExt, hankenViet, spline].map((font) => font.variable).join(" ");

const NAME = "Berth";
const DESCRIPTION = "Reserve GPUs anywhere in two minutes, see honestly how they ran, and get a bill that explains itself.";

/** Read for each answer: the address of the console is a setting, not known when it is built. */
export function generateMetadata(): Metadata {
  return {
    metadataBase: publicUrl(),
    title: { default: NAME, template: `%s · ${NAME}` },
    description: DESCRIPTION,
    applicationName: NAME,
    openGraph: { type: "website", siteName: NAME, title: NAME, description: DESCRIPTION, locale: "en" },
    twitter: { card: "summary_large_image" },
    formatDetection: { telephone: false, date: false, address: false, email: false },
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#eae3d4" },
    { media: "(prefers-color-scheme: dark)", color: "#08101a" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // The server made it for this answer; scripts without it do not run (server/doors/http/page-headers.ts).
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" data-theme="light" className={fonts} suppressHydrationWarning>
      <head>
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <Sprite />
        <NuqsAdapter>{children}</NuqsAdapter>
      </body>
    </html>
  );
}
