import { z } from "zod";
import { line } from "@/lib/contracts/common";
import { query } from "@/server/kernel/operation/operation";

/**
 * Tells the log of a file that the console put together from lists the person may read: each of them alone is no download.
 * Files that an operation makes are told by that operation.
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
