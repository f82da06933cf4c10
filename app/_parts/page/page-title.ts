import type { Metadata } from "next";
import { memberOf } from "./read";

/**
 * `generateMetadata` of a page of the console. Who does not belong to the organisation gets the title of "not found",
 * not of the page.
 */
export const pageTitle =
  (title: string, description: string) =>
  async ({ params }: { params: Promise<{ org: string }> }): Promise<Metadata> => {
    await memberOf((await params).org);
    return { title, description };
  };
