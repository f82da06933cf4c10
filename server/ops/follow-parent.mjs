// Loaded before a service (`node --import`). Its standard input is a pipe of the parent: when the parent dies, even by
// kill -9, the pipe ends and the service shuts down instead of holding its port and database connections.
process.stdin.once("end", () => process.kill(process.pid, "SIGTERM"));
process.stdin.once("error", () => process.kill(process.pid, "SIGTERM"));
process.stdin.resume();
process.stdin.unref();
