import { PageSkeleton } from "@/components/state/skeletons";

export default function Loading() {
  return <PageSkeleton heads={["Key", "Role", "Project", "Created", "Last used", "Expires", ""]} />;
}
