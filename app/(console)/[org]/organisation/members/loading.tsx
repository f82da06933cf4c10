import { PageSkeleton } from "@/components/state/skeletons";

export default function Loading() {
  return <PageSkeleton heads={["Member", "Role", "Projects", "Joined", ""]} />;
}
