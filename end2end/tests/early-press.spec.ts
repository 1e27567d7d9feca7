// What is typed and pressed before the page is awake is not lost. The program of the page is held back until then.

import { expectAwake } from '../helpers/deeds.ts';
import { PASSWORD, PAYMENT_PASSWORD, newEmail } from '../helpers/made-up.ts';
import { registerCode } from '../helpers/outbox.ts';
import { signal } from '../helpers/signal.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Page } from '@playwright/test';

/** Holds the page's program back until the answer is called. */
async function holdBack(page: Page): Promise<() => void> {
  const released = signal();
  await page.route('**/*.wasm', async (route) => {
    await released.given;
    await route.continue();
  });
  return released.give;
}

test('a code asked for before the page is awake is sent once it is', async ({ page, names }) => {
  const address = newEmail('early');
  const release = await holdBack(page);
  await page.goto('/register', { waitUntil: 'commit' });
  await page.getByLabel(names.emailOrPhone, { exact: true }).fill(address);
  await page.getByRole('button', { name: names.getCode, exact: true }).click();
  await page.getByLabel(names.name, { exact: true }).fill('Early Bird');
  release();
  await registerCode(page.request, address);
  await expect(page.getByLabel(names.name, { exact: true })).toHaveValue('Early Bird');
  await expect(page.getByLabel(names.emailOrPhone, { exact: true })).toHaveValue(address);
});

test('signing in before the page is awake signs in', async ({ member, openWindow, names }) => {
  const page = await openWindow();
  const release = await holdBack(page);
  await page.goto('/login', { waitUntil: 'commit' });
  await page.getByLabel(names.emailOrPhone, { exact: true }).fill(member.address);
  await page.getByLabel(names.password, { exact: true }).fill(PASSWORD);
  await page.getByLabel(names.password, { exact: true }).press('Enter');
  release();
  await page.waitForURL('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(member.name);
});

test('a payment is prepared and confirmed once by presses before the page is awake', async ({ member, newMember, names }) => {
  const payee = await newMember();
  await member.addMoney('50', 'USD');
  const { page } = member;
  let release = await holdBack(page);
  await page.goto('/send', { waitUntil: 'commit' });
  await page.getByLabel(names.to, { exact: true }).fill(payee.address);
  await page.getByLabel(names.currency, { exact: true }).selectOption('USD');
  await page.getByLabel(names.amount, { exact: true }).fill('4');
  await page.getByLabel(names.note, { exact: true }).fill('Early');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  release();
  await page.waitForURL('/send/confirm/*');

  await page.unroute('**/*.wasm');
  release = await holdBack(page);
  await page.reload({ waitUntil: 'commit' });
  await page.getByLabel(names.paymentPassword, { exact: true }).fill(PAYMENT_PASSWORD);
  await page.getByRole('button', { name: 'Send US$4.00', exact: true }).click();
  await page.getByRole('button', { name: 'Send US$4.00', exact: true }).click();
  release();
  await expect(page.getByRole('heading', { level: 1, name: names.paymentSent, exact: true })).toBeVisible();
  expect(await member.balance('USD')).toBe('46.00');
  expect(await payee.balance('USD')).toBe('4.00');
});

test('text typed while the page wakes up stays in every field', async ({ member, names }) => {
  const { page } = member;
  const release = await holdBack(page);
  await page.goto('/send', { waitUntil: 'commit' });
  await page.getByLabel(names.to, { exact: true }).fill('somebody@example.com');
  await page.getByLabel(names.amount, { exact: true }).fill('12');
  await page.getByLabel(names.currency, { exact: true }).selectOption('JPY');
  await page.getByLabel(names.note, { exact: true }).pressSequentially('Half a wo');
  release();
  await page.getByLabel(names.note, { exact: true }).pressSequentially('rd');
  await expectAwake(page);
  await expect(page.getByLabel(names.to, { exact: true })).toHaveValue('somebody@example.com');
  await expect(page.getByLabel(names.amount, { exact: true })).toHaveValue('12');
  await expect(page.getByLabel(names.currency, { exact: true })).toHaveValue('JPY');
  await expect(page.getByLabel(names.note, { exact: true })).toHaveValue('Half a word');
  // What was typed early is understood as soon as somebody listens.
  await expect(page.getByRole('status').filter({ hasText: 'JP¥12' })).toBeVisible();
});

test('an amount typed on the page for adding money before it is awake is said back', async ({ member, names }) => {
  const { page } = member;
  const release = await holdBack(page);
  await page.goto('/topup', { waitUntil: 'commit' });
  await page.getByLabel(names.currency, { exact: true }).selectOption('EUR');
  await page.getByLabel(names.amount, { exact: true }).fill('12');
  release();
  await expect(page.getByRole('button', { name: 'Add €12.00', exact: true })).toBeVisible();
});

test('another card chosen before the page is awake is the one that is asked for', async ({ member, names }) => {
  await member.addMoney('10', 'USD');
  const { page } = member;
  const release = await holdBack(page);
  await page.goto('/topup', { waitUntil: 'commit' });
  await page.getByRole('radio', { name: 'Another card', exact: true }).check();
  release();
  await expectAwake(page);
  await expect(page.getByLabel(names.cardNumber, { exact: true })).toBeVisible();
});

test('a payee typed before the page is awake is looked up', async ({ member, newMember, names }) => {
  const payee = await newMember();
  const { page } = member;
  const release = await holdBack(page);
  await page.goto('/send', { waitUntil: 'commit' });
  await page.getByLabel(names.to, { exact: true }).fill(payee.account);
  await page.getByLabel(names.amount, { exact: true }).focus();
  release();
  await expect(page.getByText(`OKPay account ${payee.account}`)).toBeVisible();
});
