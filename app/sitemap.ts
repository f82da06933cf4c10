import type { MetadataRoute } from "next";
import { publicUrl } from "@/server/doors/console/caller";

export const dynamic = "force-dynamic";

/** The public pages. */
export default function sitemap(): MetadataRoute.Sitemap {
  return ["/status", "/sign-in"].map((path) => ({ url: new URL(path, publicUrl()).href }));
}
