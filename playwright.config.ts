import { defineConfig } from "@playwright/test";

// Set by the global setup, which runs before the workers read this file.
const executablePath = process.env.BERTH_TEST_BROWSER;
const extra = JSON.parse(process.env.BERTH_TEST_BROWSER_ENVIRONMENT ?? "{}") as Record<string, string>;

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./server/ops/testing/browser.ts",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // The journey moves the clock that every other test depends on, so it comes last.
  projects: [
    { name: "console", testIgnore: /journey/ },
    { name: "journey", testMatch: /journey/, dependencies: ["console"] },
  ],
  reporter: "list",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: process.env.BERTH_TEST_ADDRESS,
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath,
      env: { ...(process.env as Record<string, string>), ...extra },
      // Chromium's sandbox needs privileges that containers and root lack; the tests open only this server.
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
    },
  },
});
