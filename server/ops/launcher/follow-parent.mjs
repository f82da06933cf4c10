// Loaded before a service (`node --import`). Its standard input is a pipe from the parent: when the parent dies, even
// by kill -9, the pipe ends and the service shuts down instead of holding its port and database connections. The
// database may go away at the same moment and block the shutdown, so after a while the service exits regardless.
const END_MILLISECONDS = 25_000;

let ending = false;
function end() {
  if (ending) return;
  ending = true;
  setTimeout(() => process.kill(process.pid, "SIGKILL"), END_MILLISECONDS).unref();
  process.kill(process.pid, "SIGTERM");
}

process.stdin.once("end", end);
process.stdin.once("error", end);
process.stdin.resume();
process.stdin.unref();
