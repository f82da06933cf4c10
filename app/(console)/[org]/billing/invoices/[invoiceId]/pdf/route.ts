import { sendFile } from "@/app/_parts/page/send-file";

export async function GET(_request: Request, { params }: { params: Promise<{ org: string; invoiceId: string }> }) {
  const { org, invoiceId } = await params;
  return sendFile(org, ({ billing }) => billing.invoice.pdf({ id: invoiceId }));
}
