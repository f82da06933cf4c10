import { PageSkeleton } from "@/components/state/skeletons";

export default function Loading() {
  return <PageSkeleton heads={["Browser", "Address", "Signed in", "Ends", ""]} />;
}
