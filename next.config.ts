import type { NextConfig } from "next";

const config: NextConfig = {
  // The tests build into a separate folder, beside a running `npm run up`.
  distDir: process.env.BERTH_NEXT_DIR ?? ".next",
  outputFileTracingRoot: import.meta.dirname,
  poweredByHeader: false,
  // The console has no images to resize, so the endpoint for it is off.
  images: { unoptimized: true },
  reactStrictMode: true,
  // Types are checked by `npm run check:types`; checking them again would double the time of the first start.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "pg-boss", "pino", "@myriaddreamin/typst-ts-node-compiler"],
};

export default config;
