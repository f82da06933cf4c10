import { cache } from "react";
import { readFor } from "@/app/_parts/page/read";

/** One read for the layout and the page. */
export const readQuote = cache((organisation: string, id: string) => readFor(organisation, ({ capacity }) => capacity.quote.get({ id })));
