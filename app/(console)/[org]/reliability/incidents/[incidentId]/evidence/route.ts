import { sendFile } from "@/app/_parts/page/send-file";

/** The evidence pack as it is hashed: its content, and the SHA-256 of it. */
export async function GET(_request: Request, { params }: { params: Promise<{ org: string; incidentId: string }> }) {
  const { org, incidentId } = await params;
  return sendFile(org, async ({ reliability }) => {
    const evidence = await reliability.incident.evidence({ id: incidentId });
    return {
      fileName: `${evidence.content.incident.number}.json`,
      contentType: "application/json",
      bytes: new TextEncoder().encode(`${JSON.stringify(evidence, null, 2)}\n`),
    };
  });
}
