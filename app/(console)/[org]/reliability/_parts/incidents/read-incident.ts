import { cache } from "react";
import { readFor } from "@/app/_parts/page/read";

/** One reading for the layout and the page; the id may be the number. */
export const readIncident = cache((organisation: string, id: string) => readFor(organisation, ({ reliability }) => reliability.incident.get({ id })));
