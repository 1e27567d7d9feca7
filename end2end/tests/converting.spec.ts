// Converting, and sending across currencies: the rate one saw is the rate one gets.

import { expectAwake, expectBalance } from '../helpers/deeds.ts';
import { within, words } from '../helpers/locale.ts';
import { PAYMENT_PASSWORD } from '../helpers/made-up.ts';
import { NAMES } from '../helpers/names.ts';
import { NO_SCRIPTS } from '../fixtures/trouble.ts';
import { expect, test } from '../fixtures/test.ts';

const names = NAMES.en;

test('dollars are converted at the rate that the sheet shows, and the receipt says so', async ({ member, page }) => {
  await member.addMoney('150', 'USD');
  await page.goto('/');
  await page.getByRole('link', { name: names.convert, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: names.convert, exact: true })).toBeVisible();
  await page.getByLabel(names.currency, { exact: true }).selectOption('USD');
  await page.getByLabel(words('en', 'convert_into')).selectOption('EUR');
  await page.getByLabel(names.amount, { exact: true }).fill('100');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await page.waitForURL('/send/confirm/*');
  const sheet = page.getByRole('main');
  const rate = await sheet.getByText(/^1 USD = [\d.]+ EUR$/).innerText();
  await expect(sheet).toContainText('US$100.49');
  // The time that the rate is held runs down.
  await expect(sheet.getByText(/^[0-4]:\d\d$/)).toBeVisible();
  await page.getByLabel(names.paymentPassword, { exact: true }).fill(PAYMENT_PASSWORD);
  await page.getByRole('button', { name: words('en', 'convert_deed', { source: 'US$100.00' }) }).click();
  await page.waitForURL('/history/*');
  await expect(page.getByRole('heading', { level: 1, name: words('en', 'receipt_converted') })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(rate);
  const got = await page.getByText(words('en', 'receipt_converted_lead')).innerText();
  const total = page.getByRole('term').filter({ hasText: words('en', 'fact_total') });
  await expect(total.locator('+ dd')).toHaveText('US$100.49');
  await page.goto('/history?currency=EUR');
  await page.getByRole('main').locator('a[href^="/history/EUR-"]').click();
  const slip = page.getByRole('article');
  await expect(slip.getByText(words('en', 'receipt_converted_lead_in', { amount: 'US$100.49' }))).toBeVisible();
  expect(got).toContain((await slip.locator('.money-big').innerText()).replace(/\s/g, ''));
  await expectBalance(page, 'USD', 'US$49.51');
});

test('whoever fixes what they get sees what it costs while typing, and they get exactly that', async ({ member, newMember, page }) => {
  const payee = await newMember();
  await member.addMoney('150', 'USD');
  await page.goto('/send');
  await expectAwake(page);
  await page.getByLabel(names.to, { exact: true }).fill(payee.address);
  await page.getByLabel(names.amount, { exact: true }).fill('5');
  await page.getByLabel(words('en', 'send_their_currency')).selectOption('JPY');
  await page.getByLabel('They get', { exact: true }).fill('9000');
  // One side is fixed; the other is emptied, for the rate decides it.
  await expect(page.getByLabel(names.amount, { exact: true })).toHaveValue('');
  await expect(page.getByRole('main').getByText(/^1 USD = [\d.]+ JPY$/)).toBeVisible();
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await page.waitForURL('/send/confirm/*');
  await page.getByLabel(names.paymentPassword, { exact: true }).fill(PAYMENT_PASSWORD);
  await page.getByRole('button', { name: /^Send US\$/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: names.paymentSent, exact: true })).toBeVisible();
  await expect(page.getByText(words('en', 'receipt_sent_lead_exchange', { amount: 'JP¥9,000' }))).toBeVisible();
  expect(await payee.balance('JPY')).toBe('9000');
});

test('a sum that cannot be converted is refused beside its field, and nothing typed is lost', async ({ member, page }) => {
  await member.addMoney('10', 'USD');
  await page.goto('/convert');
  const into = page.getByLabel(words('en', 'convert_into'));
  const amount = page.getByLabel(names.amount, { exact: true });
  await amount.fill('1e5');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await expect(amount).toHaveAttribute('aria-invalid', 'true');
  await expect(amount).toHaveValue('1e5');
  await amount.fill('1');
  await into.selectOption('USD');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await expect(page.getByText(within('en', 'error_currencies_same'))).toBeVisible();
  await expect(amount).toHaveValue('1');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('rates, their course and what a conversion costs are there all the same', async ({ page, trouble }) => {
    trouble.allow(...NO_SCRIPTS);
    await page.goto('/rates');
    await page.getByLabel(names.amount, { exact: true }).fill('100');
    await page.getByRole('button', { name: words('en', 'exchange_calculate') }).click();
    await expect(page.getByRole('main')).toContainText('US$100.49');
    await page.goto('/rates/USD-CNY?range=1y');
    await expect(page.getByRole('img', { name: /USD \/ CNY, 1 year/ })).toBeVisible();
    expect(await page.getByRole('row').count()).toBeGreaterThan(40);
    // The rate of now is one of those the figures are about, and the newest of the table.
    const now = Number(await page.locator('.rate-now b').innerText());
    const figure = async (name: string) => Number(await page.getByRole('term').filter({ hasText: words('en', name) }).locator('+ dd').innerText());
    expect(await figure('rates_lowest')).toBeLessThanOrEqual(now);
    expect(await figure('rates_highest')).toBeGreaterThanOrEqual(now);
    expect(Number(await page.getByRole('cell').first().innerText())).toBe(now);
  });
});
