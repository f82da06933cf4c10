import { handleTrpc } from "@/server/doors/console/trpc";

export { handleTrpc as GET, handleTrpc as POST };
