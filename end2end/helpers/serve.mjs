// Serves a wallet of its own for one run of the browser tests: a throw-away data folder, its own database, the sandbox.
// Never touches a wallet that is there: nothing of its environment names another database or folder.

import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const target = resolve(process.env.CARGO_TARGET_DIR ?? join(import.meta.dirname, '../../target'));
const program = process.env.OKPAY_BIN ?? join(target, 'debug/okpay');
const site = process.env.OKPAY_SITE_ROOT ?? join(target, 'site');
for (const needed of [program, site]) {
  if (!existsSync(needed)) {
    console.error(`${needed} is not there; build it with \`cargo xtask run\`, or run \`cargo xtask test --e2e\``);
    process.exit(1);
  }
}

const { DATABASE_URL, OKPAY_MIGRATE_URL, OKPAY_JOBS_URL, OKPAY_PUBLIC_URL, OKPAY_DEMO, OKPAY_TLS, ...inherited } =
  process.env;
const data = mkdtempSync(join(tmpdir(), 'okpay-e2e-'));
// As root the embedded database runs as another user, who must be able to pass through.
chmodSync(data, 0o711);

const server = spawn(program, [], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    OKPAY_LOG: 'warn',
    OKPAY_LOG_FORMAT: 'human',
    ...inherited,
    OKPAY_SITE_ROOT: site,
    OKPAY_ADDR: `127.0.0.1:${process.env.OKPAY_E2E_PORT}`,
    OKPAY_DATA_DIR: data,
    OKPAY_SANDBOX: 'on',
  },
});

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill('SIGTERM'));
server.on('error', (error) => {
  console.error(`${program}: ${error.message}`);
  process.exitCode = 1;
});
server.on('close', (code) => {
  rmSync(data, { recursive: true, force: true });
  process.exitCode ??= code ?? 1;
});
