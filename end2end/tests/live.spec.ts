// What happens elsewhere is on the page without a reload: in every tab, on another device, and in the inbox.

import { expectAwake, signIn } from '../helpers/deeds.ts';
import { escaped, within, words } from '../helpers/locale.ts';
import { PASSWORD } from '../helpers/made-up.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Locator, Page } from '@playwright/test';

const NEW_PASSWORD = 'velvet harbour 9 whistles';

const bell = (page: Page) => page.getByRole('link', { name: 'Notifications', exact: true });

/** The card of a currency on the dashboard that is open. */
const card = (page: Page, currency: string, shown: string): Locator =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`${currency}\\s*${escaped(shown)}(?!\\d)`) });

/** Marks this document; a reload would lose the mark. */
async function mark(page: Page): Promise<void> {
  await expectAwake(page);
  await page.evaluate(() => document.documentElement.setAttribute('data-same-document', ''));
}

async function expectSameDocument(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-same-document', '');
}

/** Opens a page and waits until its tab, or another of its browser, listens. */
async function openListening(page: Page, path: string): Promise<void> {
  const stream = page.waitForResponse((response) => new URL(response.url()).pathname === '/events');
  await page.goto(path);
  expect((await stream).status()).toBe(200);
  await mark(page);
}

test('two windows side by side: balance, history and the bell change in both without a reload', async ({
  member,
  newMember,
  openWindow,
}) => {
  const payer = await newMember();
  await payer.addMoney('50', 'USD');
  await member.fn.done('mark_notifications_read', { upto: '1000' });
  const dashboard = member.page;
  const history = await openWindow();
  await signIn(history, 'en', member.address);
  await openListening(dashboard, '/');
  await openListening(history, '/history');
  await openListening(payer.page, '/');

  await payer.send(member.address, '12.50', 'USD', 'Side by side');

  await expect(card(dashboard, 'USD', 'US$12.50')).toHaveCount(1);
  await expect(dashboard.getByRole('link', { name: /\+US\$12\.50/ })).toHaveCount(1);
  await expect(history.getByRole('link', { name: /\+US\$12\.50/ })).toHaveCount(1);
  await expect(card(payer.page, 'USD', 'US$37.50')).toHaveCount(1);
  for (const page of [dashboard, history]) {
    await expect(bell(page)).toHaveAccessibleDescription('1 unread');
    await expect(page.getByRole('status').filter({ hasText: within('en', 'notice_received', { amount: 'US$12.50' }) })).toBeVisible();
    await expectSameDocument(page);
  }
  await expectSameDocument(payer.page);
});

test('the tabs of a browser share one stream, and another takes over when the one that has it is closed', async ({ member, newMember }) => {
  const payer = await newMember();
  await payer.addMoney('50', 'USD');
  const context = member.page.context();
  const open = new Set<string>();
  let opened = 0;
  context.on('request', (request) => {
    if (new URL(request.url()).pathname !== '/events') return;
    opened += 1;
    const name = `stream ${opened}`;
    open.add(name);
    const gone = (ended: typeof request) => {
      if (ended === request) open.delete(name);
    };
    context.on('requestfailed', gone);
    context.on('requestfinished', gone);
  });
  const first = member.page;
  await openListening(first, '/');
  const second = await context.newPage();
  await openListening(second, '/');
  const third = await context.newPage();
  await openListening(third, '/history');
  await expect.poll(() => open.size, { message: 'one stream for three tabs' }).toBe(1);

  await payer.send(member.address, '2', 'USD', 'To all tabs');
  for (const page of [first, second]) await expect(card(page, 'USD', 'US$2.00')).toHaveCount(1);
  await expect(third.getByRole('link', { name: /\+US\$2\.00/ })).toHaveCount(1);

  await third.close();
  await expect.poll(() => open.size, { message: 'another tab has taken over' }).toBe(1);
  await payer.send(member.address, '3', 'USD', 'To those that are left');
  for (const page of [first, second]) {
    await expect(card(page, 'USD', 'US$5.00')).toHaveCount(1);
    await expectSameDocument(page);
  }
});

test('what one is typing and reading stays while news come', async ({ member, newMember, names }) => {
  const payer = await newMember();
  await payer.addMoney('60', 'USD');
  await member.addMoney('10', 'USD');
  for (let payment = 1; payment <= 40; payment += 1) await payer.send(member.address, '0.10', 'USD', `Number ${payment}`);
  const { page } = member;
  await openListening(page, '/history');
  // Far down, with an earlier page loaded.
  await page.getByRole('link', { name: /Number 11 / }).scrollIntoViewIfNeeded();
  await expect(page.getByRole('link', { name: /Number 1 / })).toHaveCount(1);
  const reading = page.getByRole('link', { name: /Number 20 / });
  await reading.scrollIntoViewIfNeeded();
  const before = await reading.boundingBox();
  await payer.send(member.address, '0.20', 'USD', 'Meanwhile');
  await expect(page.getByRole('link', { name: /Meanwhile/ })).toHaveCount(1);
  await expect(page.getByRole('link', { name: /Number 1 / })).toHaveCount(1);
  const after = await reading.boundingBox();
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0)), 'the line one reads stays where it is').toBeLessThan(2);

  await page.goto('/send');
  await mark(page);
  await page.getByLabel(names.to, { exact: true }).fill('somebody@example.com');
  await page.getByLabel(names.note, { exact: true }).fill('Half a sen');
  await payer.send(member.address, '0.30', 'USD', 'While typing');
  await expect(page.getByRole('status').filter({ hasText: within('en', 'notice_received', { amount: 'US$0.30' }) })).toBeVisible();
  await expect(page.getByLabel(names.to, { exact: true })).toHaveValue('somebody@example.com');
  await expect(page.getByLabel(names.note, { exact: true })).toHaveValue('Half a sen');
  await expect(page.getByLabel(names.note, { exact: true })).toBeFocused();
  await expectSameDocument(page);
});

test('hidden amounts stay hidden when they change', async ({ member, newMember }) => {
  const payer = await newMember();
  await payer.addMoney('20', 'USD');
  const { page } = member;
  await openListening(page, '/');
  await page.getByRole('button', { name: words('en', 'home_hide') }).click();
  await payer.send(member.address, '7', 'USD', 'Unseen');
  const line = page.getByRole('link', { name: /Unseen/ });
  await expect(line).toHaveCount(1);
  await expect(line).not.toContainText('7.00');
  await expect(card(page, 'USD', 'US$7.00')).toHaveCount(0);
  await expect(page.getByRole('button', { name: words('en', 'home_hide') })).toHaveAttribute('aria-pressed', 'true');
});

test('the inbox grows by itself, leads to the transaction, and is marked as read in every tab', async ({ member, newMember }) => {
  const payer = await newMember();
  await payer.addMoney('20', 'USD');
  const { page } = member;
  const other = await page.context().newPage();
  await openListening(other, '/');
  await openListening(page, '/notifications');
  await expect(page.getByRole('heading', { level: 1, name: 'Notifications', exact: true })).toBeVisible();
  await payer.send(member.address, '4', 'USD', 'For the inbox');
  const line = page.getByRole('main').getByRole('link', { name: within('en', 'notice_received', { amount: 'US$4.00' }) });
  await expect(line).toHaveCount(1);
  await expect(bell(other)).toHaveAccessibleDescription(/unread/);

  await page.getByRole('button', { name: 'Mark all as read', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Mark all as read', exact: true })).toHaveCount(0);
  for (const tab of [page, other]) await expect(bell(tab)).toHaveAccessibleDescription('');
  await line.click();
  await expect(page.getByRole('heading', { level: 1, name: words('en', 'receipt_received') })).toBeVisible();
  await expect(page.getByText('For the inbox')).toBeVisible();
  await expectSameDocument(page);
  await expectSameDocument(other);
});

test('the stream comes again by itself after the network was away, and nothing is missed', async ({ member, newMember, trouble }) => {
  trouble.allow(/net::ERR_INTERNET_DISCONNECTED/, /net::ERR_NETWORK_CHANGED/);
  const payer = await newMember();
  await payer.addMoney('20', 'USD');
  const { page } = member;
  await openListening(page, '/');
  await page.context().setOffline(true);
  await payer.send(member.address, '6', 'USD', 'While away');
  const again = page.waitForResponse((response) => new URL(response.url()).pathname === '/events');
  await page.context().setOffline(false);
  await again;
  await expect(card(page, 'USD', 'US$6.00')).toHaveCount(1);
  await expectSameDocument(page);
});

test('a device that is signed out from afar is told, and its stream ends without a word in its console', async ({ member, openWindow }) => {
  const lost = await openWindow();
  await signIn(lost, 'en', member.address);
  await openListening(lost, '/');
  const { page } = member;
  await page.goto('/settings/devices');
  const other = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Sign out this device', exact: true }) });
  await expect(other).toHaveCount(1);
  await expect(page.getByText(words('en', 'devices_this'))).toHaveCount(1);
  // Who closes first, the server or the browser that was told, is their matter.
  let streams = 1;
  for (const end of ['requestfinished', 'requestfailed'] as const) {
    lost.on(end, (request) => {
      if (new URL(request.url()).pathname === '/events') streams -= 1;
    });
  }
  const askedAgain = lost.waitForResponse((response) => new URL(response.url()).pathname === '/events' && response.status() === 204);
  await other.getByRole('button', { name: 'Sign out this device', exact: true }).click();
  await expect(other).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: words('en', 'devices_signed_out') })).toBeVisible();
  await expect.poll(() => streams, { message: 'the stream has ended' }).toBeLessThanOrEqual(0);
  await askedAgain;
  await expectSameDocument(lost);
  await lost.goto('/history');
  await expect(lost).toHaveURL('/login?next=/history');
});

test('a changed password ends the stream of the old session, and the new one tells every tab of this browser', async ({
  member,
  newMember,
  names,
}) => {
  const payer = await newMember();
  await payer.addMoney('20', 'USD');
  const { page } = member;
  const other = await page.context().newPage();
  await openListening(other, '/');
  await openListening(page, '/settings/security');
  const again = page.context().waitForEvent('response', (response) => new URL(response.url()).pathname === '/events');
  await page.getByLabel(words('en', 'password_current')).fill(PASSWORD);
  await page.getByLabel(words('en', 'password_new')).fill(NEW_PASSWORD);
  await page.getByLabel(names.confirmPassword, { exact: true }).fill(NEW_PASSWORD);
  await page.getByRole('button', { name: words('en', 'password_change') }).click();
  expect((await again).status(), 'with the cookie of the new session').toBe(200);
  await payer.send(member.address, '8', 'USD', 'After the change');
  await expect(card(other, 'USD', 'US$8.00')).toHaveCount(1);
  for (const tab of [page, other]) await expect(bell(tab)).toHaveAccessibleDescription(/unread/);
  await expectSameDocument(other);
});

test('choices are kept, and safety cannot be switched off everywhere', async ({ member }) => {
  const { page } = member;
  await page.goto('/settings/notifications');
  const group = (name: string) => page.getByRole('group', { name, exact: true });
  const box = (topic: string, way: string) => group(topic).getByRole('checkbox', { name: way, exact: true });
  const save = page.getByRole('button', { name: words('en', 'form_save') });
  await box('Money in', 'Email').uncheck();
  await save.click();
  await expect(page.getByRole('status').filter({ hasText: words('en', 'settings_saved') })).toBeVisible();
  await page.reload();
  await expect(box('Money in', 'Email')).not.toBeChecked();
  await expect(box('Receipts', 'Email')).toBeChecked();

  await expectAwake(page);
  for (const way of ['Email', 'In the wallet']) await box('Security', way).uncheck();
  await save.click();
  await expect(page.getByRole('alert')).toHaveText(words('en', 'error_security_unreachable'));
  await page.reload();
  await expect(box('Security', 'In the wallet')).toBeChecked();
});

test('a visitor has no stream', async ({ page }) => {
  let streams = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/events') streams += 1;
  });
  for (const path of ['/', '/rates', '/login']) {
    await page.goto(path);
    await expectAwake(page);
  }
  expect(streams).toBe(0);
});
