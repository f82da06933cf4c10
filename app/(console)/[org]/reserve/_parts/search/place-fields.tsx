"use client";

import dynamic from "next/dynamic";
import { DetailSkeleton } from "@/components/state/skeletons";

/** Country, region and residency, chosen by typing. Their lists load when the form is opened. */
export const PlaceFields = dynamic(() => import("./place-choices").then((module) => module.PlaceChoices), {
  ssr: false,
  loading: () => <DetailSkeleton rows={3} />,
});
