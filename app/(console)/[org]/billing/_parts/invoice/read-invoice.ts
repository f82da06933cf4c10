import { cache } from "react";
import { readFor } from "@/app/_parts/page/read";

/** One read for the layout, the title and the page. An invoice can also be found by its number, as people write it. */
export const readInvoice = cache((organisation: string, asked: string) =>
  readFor(organisation, async ({ billing }) => {
    const id = decodeURIComponent(asked);
    const named = id.startsWith("inv_")
      ? undefined
      : (await billing.invoice.list({ search: id.slice(0, 80), limit: 5 })).data.find(({ number }) => number === id);
    return billing.invoice.get({ id: named?.id ?? id.slice(0, 60) });
  }),
);
