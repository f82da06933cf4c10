import { cache } from "react";
import { readFor } from "@/app/_parts/page/read";

/** One read for the layout, the title and the page. */
export const readDetail = cache((organisation: string, id: string) => readFor(organisation, ({ clusters }) => clusters.cluster.get({ id })));
