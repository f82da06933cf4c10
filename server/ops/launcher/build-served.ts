// `npm run build`: only the production build, for a machine that serves it with its own process manager.
import { bundle, buildPages, SERVED } from "./build";
import { root } from "./data-directory";
import { runCommand } from "./failure";

await runCommand(async () => {
  await bundle(SERVED);
  await buildPages(SERVED);
  return 0;
}, root);
