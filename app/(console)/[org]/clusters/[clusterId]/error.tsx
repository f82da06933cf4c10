"use client";

import { RouteError, type RouteErrorProps } from "@/app/_parts/client/route-error";

export default function Failed(props: RouteErrorProps) {
  return <RouteError {...props} title="The cluster did not load" />;
}
