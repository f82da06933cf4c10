import type { Metadata } from "next";
import { memberOf } from "./read";

/** `generateMetadata` of a console page. Non-members get the title of "not found", not of the page. */
export const pageTitle =
  (title: string, description: string) =>
  async ({ params }: { params: Promise<{ org: string }> }): Promise<Metadata> => {
    await memberOf((await params).org);
    return { title, description };
  };
