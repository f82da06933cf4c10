"use client";

import { RouteError, type RouteErrorProps } from "@/app/_parts/client/route-error";

export default function Failed(props: RouteErrorProps) {
  return <RouteError {...props} title="The incident did not load" />;
}
