// How the browser tests run: which browser, which windows, which server.
// Never decides what is right: that is said in the tests alone.
//
// Read from the environment (`cargo xtask test --e2e` sets what is needed):
//   OKPAY_E2E_URL    a wallet that is running already, in sandbox mode; then no server is started
//   OKPAY_BIN        the server                     [default: <target>/debug/okpay]
//   OKPAY_SITE_ROOT  the folder of the built site   [default: <target>/site]
//   OKPAY_E2E_PORT   where the started server listens on localhost [default: a free port]
//   CHROMIUM_PATH    the browser                    [default: Playwright's own]
// <target> is CARGO_TARGET_DIR, else `target` of the checkout. PostgreSQL is found as the server itself finds it.

import { defineConfig } from '@playwright/test';
import { freePort } from './helpers/free-port.ts';
import type { Options } from './fixtures/test.ts';

// The workers inherit the environment: all of them speak to the server that the first process started.
if (!process.env.OKPAY_E2E_URL) process.env.OKPAY_E2E_PORT ??= String(await freePort());
// Not 127.0.0.1, which the server leads to localhost.
const baseURL = process.env.OKPAY_E2E_URL ?? `http://localhost:${process.env.OKPAY_E2E_PORT}`;

export default defineConfig<Options>({
  testDir: 'tests',
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  retries: 0,
  workers: 2,
  reporter: 'list',
  // Only a bound: a development build of the browser's half weighs tens of megabytes.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL,
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    // The words of a failure and a picture tell enough; recording everything costs a third of the time.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    {
      name: 'desktop',
      testIgnore: '**/*.phone.spec.ts',
      use: { language: 'en', locale: 'en-US', viewport: { width: 1280, height: 800 } },
    },
    {
      name: 'phone',
      testMatch: '**/*.phone.spec.ts',
      use: {
        language: 'zh-CN',
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
        viewport: { width: 360, height: 740 },
        hasTouch: true,
      },
    },
  ],
  webServer: process.env.OKPAY_E2E_URL
    ? undefined
    : {
        command: 'node helpers/serve.mjs',
        url: `${baseURL}/readyz`,
        gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
        stdout: 'ignore',
        stderr: 'pipe',
        timeout: 60_000,
      },
});
