import { handleTrpc } from "@/server/api/trpc";

export { handleTrpc as GET, handleTrpc as POST };
