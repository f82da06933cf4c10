import { PageSkeleton } from "@/components/state/skeletons";

export default function Loading() {
  return <PageSkeleton heads={["When, UTC", "Who", "Did", "To what", "Surface", "Address", "Request", "Hash ← entry before"]} />;
}
