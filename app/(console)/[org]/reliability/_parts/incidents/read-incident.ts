import { cache } from "react";
import { readFor } from "@/app/_parts/page/read";

/** One read for the layout and the page; the id can be the number. */
export const readIncident = cache((organisation: string, id: string) => readFor(organisation, ({ reliability }) => reliability.incident.get({ id })));
