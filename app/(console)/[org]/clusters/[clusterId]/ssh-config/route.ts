import { sendFile } from "@/app/_parts/page/send-file";

export async function GET(_request: Request, { params }: { params: Promise<{ org: string; clusterId: string }> }) {
  const { org, clusterId } = await params;
  return sendFile(org, ({ clusters }) => clusters.sshConfig.get({ id: clusterId }));
}
