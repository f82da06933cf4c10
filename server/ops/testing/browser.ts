// What the browser tests run against: the production build with the whole demo, on its own database and port.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundle, bundlePath, buildPages, TESTED } from "../launcher/build";
import { applicationEnvironment } from "../launcher/environment";
import { migrate } from "../migrations/migrate";
import { freePort } from "../launcher/ports";
import { type Postgres, startPostgres } from "../launcher/postgres";
import { runToEnd, Services, untilServing } from "../launcher/services";
import { findBrowser } from "./chromium";

export default async function setUp(): Promise<() => Promise<void>> {
  const browser = await findBrowser();
  await bundle(TESTED);
  await buildPages(TESTED);

  const directory = mkdtempSync(path.join(tmpdir(), "berth-browser-tests-"));
  let postgres: Postgres | undefined;
  let services: Services | undefined;
  const tearDown = async () => {
    await services?.stop();
    await postgres?.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    postgres = await startPostgres(directory, { fast: true });
    await migrate(postgres.url);
    const environment: NodeJS.ProcessEnv = {
      ...applicationEnvironment({ url: postgres.url, ownerUrl: postgres.url }, directory, port),
      BERTH_DEMO: "1",
      // The same day for every run, so that month ends, open invoices and incidents are where the tests expect them.
      BERTH_DEMO_NOW: "2026-11-22T14:32:00Z",
      BERTH_NEXT_DIR: TESTED.next,
      PUBLIC_URL: address,
      NEXTAUTH_URL: address,
    };
    await runToEnd({ name: "Loading the demo", script: bundlePath(TESTED, "berth"), args: ["demo", "load"] }, environment);
    services = new Services(environment, (message) => process.stderr.write(`${message}\n`));
    services.start({ name: "web", script: bundlePath(TESTED, "main") });
    services.start({ name: "worker", script: bundlePath(TESTED, "demo-worker") });
    services.start({ name: "network", script: bundlePath(TESTED, "network") });
    await untilServing(`${address}/api/health/ready`, 60);
    // Playwright's workers start after this, read the configuration again and inherit the environment.
    Object.assign(process.env, {
      BERTH_TEST_ADDRESS: address,
      BERTH_TEST_ENVIRONMENT: JSON.stringify({ ...environment, BERTH_TEST_BUNDLE: bundlePath(TESTED, "berth") }),
      BERTH_TEST_BROWSER: browser.executable,
      BERTH_TEST_BROWSER_ENVIRONMENT: JSON.stringify(browser.environment),
    });
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}
