import { z } from "zod";
import { line } from "@/lib/contracts/common";
import { query } from "@/server/kernel/operation/operation";

/**
 * Records a file that the console composed from lists, because reading each list alone is not a download. Files that an
 * operation returns are recorded by that operation.
 */
export const recordDownload = query({
  name: "identity.download.record",
  summary: "Note that a person took a file of the console.",
  input: z.object({ fileName: line(200) }),
  output: z.object({}),
  permission: "projects.read",
  tenancy: "project",
  rate: "read",
  internal: "only the console's own downloads know what they put together",
  taken: { subject: (input) => input.fileName },
  handler: async () => ({}),
});
