import { dueWork } from "@/server/kernel/due/due-work";
import { systemCaller } from "@/server/kernel/operation/actor";
import { run } from "@/server/kernel/operation/operation";
import { expireQuote } from "./expire-quote";
import { dueHolds } from "./quote-rows";

export const expireQuotes = dueWork({
  name: "capacity.quote.expireDue",
  summary: "Lets every quote whose hold has run out expire, each in its own organisation's name.",
  each: "quote",
  find: dueHolds,
  key: ({ id }) => id,
  perform: ({ id, organisationId }, surface) => run(expireQuote, systemCaller("capacity.quote.expire", organisationId, surface), { id }),
});
