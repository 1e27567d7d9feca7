// What people do again and again, done on the pages as people do it.
// Never takes a short cut: whatever is here goes through fields and buttons.

import { expect, type Page } from '@playwright/test';
import { escaped, words, type Language } from './locale.ts';
import { EXPIRY, PASSWORD, PAYMENT_PASSWORD, SECURITY_CODE } from './made-up.ts';
import { NAMES } from './names.ts';
import { registerCode } from './outbox.ts';

/** Registers from the landing page on; ends on the page of the first set-up. */
export async function registerPerson(page: Page, language: Language, person: { address: string; name: string }): Promise<void> {
  const names = NAMES[language];
  await page.goto('/');
  await page.getByRole('link', { name: names.register, exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: names.register, exact: true })).toBeVisible();
  await page.getByLabel(names.emailOrPhone, { exact: true }).fill(person.address);
  await page.getByRole('button', { name: names.getCode, exact: true }).click();
  const code = await registerCode(page.request, person.address);
  await page.getByLabel(names.code, { exact: true }).fill(code);
  await page.getByLabel(names.name, { exact: true }).fill(person.name);
  await page.getByLabel(names.password, { exact: true }).fill(PASSWORD);
  await page.getByLabel(names.confirmPassword, { exact: true }).fill(PASSWORD);
  await page.getByRole('checkbox', { name: names.agreement, exact: true }).check();
  await page.getByRole('button', { name: names.register, exact: true }).click();
  await page.waitForURL('/setup');
}

/** Sets the payment password on the page of the first set-up; ends at home. */
export async function setPaymentPassword(page: Page, language: Language): Promise<void> {
  await page.getByLabel(NAMES[language].paymentPassword, { exact: true }).fill(PAYMENT_PASSWORD);
  await page.getByRole('button', { name: words(language, 'payment_password_set') }).click();
  await page.waitForURL('/');
}

/** Fills in a card on the page for adding money. `shown` is the amount as the button says it back. */
export async function payByCard(
  page: Page,
  language: Language,
  topup: { amount: string; shown: string; currency: string; card: string },
): Promise<void> {
  const names = NAMES[language];
  await page.goto('/topup');
  await page.getByLabel(names.currency, { exact: true }).selectOption(topup.currency);
  await page.getByLabel(names.amount, { exact: true }).fill(topup.amount);
  await page.getByLabel(names.cardNumber, { exact: true }).fill(topup.card);
  await page.getByLabel(names.expiry, { exact: true }).fill(EXPIRY);
  await page.getByLabel(names.securityCode, { exact: true }).fill(SECURITY_CODE);
  await page.getByRole('button', { name: words(language, 'topup_deed', { amount: topup.shown }) }).click();
  await page.waitForURL('/history/*');
}

/** Adds money by card; ends on the receipt. */
export async function addMoneyByCard(
  page: Page,
  language: Language,
  topup: { amount: string; shown: string; currency: string; card: string },
): Promise<void> {
  await payByCard(page, language, topup);
  await expect(page.getByRole('heading', { level: 1, name: words(language, 'receipt_added') })).toBeVisible();
}

/** Fills in the send form and goes on to the confirm sheet. */
export async function prepareSend(
  page: Page,
  language: Language,
  payment: { to: string; amount: string; currency: string; note?: string },
): Promise<void> {
  const names = NAMES[language];
  await page.goto('/send');
  await page.getByLabel(names.to, { exact: true }).fill(payment.to);
  await page.getByLabel(names.currency, { exact: true }).selectOption(payment.currency);
  await page.getByLabel(names.amount, { exact: true }).fill(payment.amount);
  if (payment.note) await page.getByLabel(names.note, { exact: true }).fill(payment.note);
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await page.waitForURL('/send/confirm/*');
}

/** Signs in on the sign-in page; ends at home. */
export async function signIn(page: Page, language: Language, address: string, password = PASSWORD): Promise<void> {
  const names = NAMES[language];
  await page.goto('/login');
  await page.getByLabel(names.emailOrPhone, { exact: true }).fill(address);
  await page.getByLabel(names.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: names.signIn, exact: true }).click();
  await page.waitForURL('/');
}

/** The page has been woken: the browser's half of the app listens. */
export async function expectAwake(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-awake', '');
}

/** The dashboard shows exactly this in the card of a currency. */
export async function expectBalance(page: Page, currency: string, shown: string): Promise<void> {
  await page.goto('/');
  const card = new RegExp(`${currency}\\s*${escaped(shown)}(?!\\d)`);
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: card })).toHaveCount(1);
}
