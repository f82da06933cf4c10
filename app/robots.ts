import type { MetadataRoute } from "next";
import { publicUrl } from "@/server/doors/console/caller";

export const dynamic = "force-dynamic";

/** The API is not for crawlers. Pages of the console say noindex themselves, which a crawler must be able to read. */
export default function robots(): MetadataRoute.Robots {
  return { rules: { userAgent: "*", allow: "/", disallow: ["/api/"] }, sitemap: new URL("/sitemap.xml", publicUrl()).href };
}
