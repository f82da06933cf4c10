import { handleAuth } from "@/server/doors/console/auth-door";

export { handleAuth as GET, handleAuth as POST };
