// What every answer forbids the browser to do, and what no other site may do in a person's name.

import { registerCode } from '../helpers/outbox.ts';
import { PASSWORD, newEmail } from '../helpers/made-up.ts';
import { expect, test } from '../fixtures/test.ts';

const PAGES = ['/', '/register', '/login', '/rates', '/terms', '/privacy', '/sandbox/outbox', '/sandbox/bank', '/nowhere'];

test('every page forbids what it never needs', async ({ request }) => {
  for (const path of PAGES) {
    const answer = await request.get(path);
    const headers = answer.headers();
    const policy = headers['content-security-policy'] ?? '';
    expect.soft(policy, path).toMatch(/script-src 'nonce-[\w+/=-]{16,}'/);
    for (const part of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "object-src 'none'"]) {
      expect.soft(policy, path).toContain(part);
    }
    expect.soft(policy, path).not.toMatch(/'unsafe-inline'|'unsafe-eval'|\*|https?:/);
    expect.soft(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect.soft(headers['permissions-policy'], path).toContain('geolocation=()');
    expect.soft(headers['server'] ?? headers['x-powered-by'], path).toBeUndefined();
  }
});

test('a nonce is new for every page and cannot be read from it', async ({ request, page }) => {
  const nonces = new Set<string>();
  for (const _ of [1, 2, 3]) {
    const answer = await request.get('/');
    const nonce = /'nonce-([^']+)'/.exec(answer.headers()['content-security-policy'] ?? '')?.[1] as string;
    nonces.add(nonce);
    // Nowhere but in the attribute that browsers hide from scripts.
    const elsewhere = (await answer.text()).replaceAll(`nonce="${nonce}"`, '');
    expect(elsewhere.includes(nonce)).toBe(false);
  }
  expect(nonces.size).toBe(3);
  await page.goto('/');
  const shown = await page.evaluate(() => [...document.querySelectorAll('[nonce]')].map((element) => element.getAttribute('nonce')));
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.every((nonce) => nonce === '')).toBe(true);
});

test('no page carries a style attribute or a script without a nonce', async ({ request }) => {
  for (const path of PAGES) {
    const html = await (await request.get(path)).text();
    expect.soft(html, path).not.toMatch(/<[a-z][^>]*\sstyle=/i);
    expect.soft(html, path).not.toMatch(/\son[a-z]+="/i);
    for (const [tag] of html.matchAll(/<script\b[^>]*>/gi)) expect.soft(tag, path).toContain('nonce=');
  }
});

test('the session cookie is bound to this host and hidden from scripts, and new at every sign-in', async ({ member, page }) => {
  const cookie = async (wanted: string) => (await page.context().cookies()).find(({ name }) => name === wanted);
  const session = () => cookie('__Host-okpay');
  const first = await session();
  expect(first).toMatchObject({ httpOnly: true, secure: true, path: '/', sameSite: 'Lax' });
  // What marks a browser one has signed in with is hidden as well, and stays.
  const device = await cookie('__Host-okpay-device');
  expect(device).toMatchObject({ httpOnly: true, secure: true, path: '/', sameSite: 'Strict' });
  await page.goto('/');
  expect(await page.evaluate(() => document.cookie)).not.toContain('__Host-');
  await member.fn.done('sign_in', { address: member.address, password: PASSWORD });
  expect((await session())?.value).not.toBe(first?.value);
  expect((await cookie('__Host-okpay-device'))?.value).toBe(device?.value);
});

test('another site cannot act in the name of somebody who is signed in', async ({ member }) => {
  const { request } = member.page;
  const foreign: Record<string, string>[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { 'Origin': 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    {},
  ];
  for (const headers of foreign) {
    const answer = await request.post('/fn/set_name', { form: { name: 'Mallory' }, headers });
    expect(answer.status(), JSON.stringify(headers)).toBe(403);
  }
  const { name } = await member.fn.done<{ name: string }>('settings');
  expect(name).toBe(member.name);
});

test('a server function that changes something is not answered to GET', async ({ member }) => {
  for (const call of ['set_name?name=Mallory', 'sign_out', 'confirm_send?id=1']) {
    const answer = await member.page.request.get(`/fn/${call}`);
    expect(answer.status(), call).toBeGreaterThanOrEqual(400);
    expect(answer.status(), call).toBeLessThan(500);
  }
  const { name } = await member.fn.done<{ name: string }>('settings');
  expect(name).toBe(member.name);
});

test('pages of a member are private to their session', async ({ member, newMember }) => {
  const stranger = await newMember();
  await member.addMoney('10', 'USD');
  const { id } = await member.announceTransfer('10', 'USD');
  for (const answer of await Promise.all([stranger.page.request.get(`/history/${id}`), stranger.page.request.get('/history/USD-1')])) {
    expect(answer.status()).toBe(404);
  }
});

test('assets with a hash may be kept for ever, pages never', async ({ page }) => {
  const kept = new Map<string, string>();
  page.on('response', (response) => kept.set(new URL(response.url()).pathname, response.headers()['cache-control'] ?? ''));
  await page.goto('/');
  await page.locator('html[data-awake]').waitFor({ state: 'attached' });
  expect(kept.get('/')).toBe('no-store');
  const assets = [...kept].filter(([path]) => path.startsWith('/pkg/'));
  expect(assets.length).toBeGreaterThanOrEqual(3);
  for (const [path, keep] of assets) expect(keep, path).toBe('public, max-age=31536000, immutable');
});

test('a code is never in an answer but in the mailbox of its address', async ({ request, baseURL }) => {
  const address = newEmail('leak');
  const answer = await request.post('/fn/register_code', { form: { address }, headers: { Origin: baseURL as string } });
  const code = await registerCode(request, address);
  expect(await answer.text()).not.toContain(code);
});
