import { cache } from "react";
import { readFor } from "@/app/_page/read";

/** One reading for the layout, the title and the page. */
export const readInvoice = cache((organisation: string, id: string) => readFor(organisation, ({ billing }) => billing.invoice.get({ id })));
