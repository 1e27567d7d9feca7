// The wallet in a browser that runs no scripts, and in one that cannot have the page's program: everything goes through
// plain forms, under the same names and with the same words.

import { expectAwake, expectBalance, prepareSend, setPaymentPassword, signIn } from '../helpers/deeds.ts';
import { words, within } from '../helpers/locale.ts';
import { expectNoSidewaysScroll } from '../helpers/looks.ts';
import { CARDS, EXPIRY, PASSWORD, PAYMENT_PASSWORD, SECURITY_CODE, newEmail } from '../helpers/made-up.ts';
import { NAMES } from '../helpers/names.ts';
import { registerPlainly } from '../helpers/plain.ts';
import { CUT, NO_SCRIPTS } from '../fixtures/trouble.ts';
import { expect, test } from '../fixtures/test.ts';

const names = NAMES.en;

test.describe('no scripts', () => {
  test.use({ javaScriptEnabled: false });
  test.beforeEach(({ trouble }) => trouble.allow(...NO_SCRIPTS, /422/));

  test('one registers, adds money by card, sends it, reads the receipt, changes settings, signs out and in', async ({
    page,
    newMember,
  }) => {
    test.slow();
    const payee = await newMember();
    const nora = { address: newEmail('plain'), name: 'Nora Plain' };
    await registerPlainly(page, 'en', nora);
    await setPaymentPassword(page, 'en');
    await expect(page.getByRole('heading', { level: 1 })).toContainText(nora.name);
    // What only a program can do is not offered.
    await expect(page.getByRole('button', { name: words('en', 'home_hide') })).toBeHidden();

    await page.goto('/topup');
    await page.getByLabel(names.currency, { exact: true }).selectOption('USD');
    await page.getByLabel(names.amount, { exact: true }).fill('100');
    await page.getByLabel(names.cardNumber, { exact: true }).fill('4242 4242 4242 4241');
    await page.getByLabel(names.expiry, { exact: true }).fill(EXPIRY);
    await page.getByLabel(names.securityCode, { exact: true }).fill(SECURITY_CODE);
    await page.getByRole('button', { name: names.addMoney, exact: true }).click();
    await expect(page.getByText(within('en', 'error_card_number_invalid'))).toBeVisible();
    await expect(page.getByLabel(names.amount, { exact: true })).toHaveValue('100');
    await expect(page.getByLabel(names.securityCode, { exact: true })).toHaveValue('');
    await page.getByLabel(names.cardNumber, { exact: true }).fill(CARDS.succeeds);
    await page.getByLabel(names.expiry, { exact: true }).fill(EXPIRY);
    await page.getByLabel(names.securityCode, { exact: true }).fill(SECURITY_CODE);
    await page.getByRole('button', { name: names.addMoney, exact: true }).click();
    await page.waitForURL('/history/*');
    await expectBalance(page, 'USD', 'US$100.00');

    await page.goto('/send');
    await page.getByRole('button', { name: names.continue, exact: true }).click();
    await expect(page.getByText(within('en', 'error_payee_empty'))).toBeVisible();
    await prepareSend(page, 'en', { to: payee.address, amount: '12.50', currency: 'USD', note: 'By hand' });
    await page.getByLabel(names.paymentPassword, { exact: true }).fill('000111');
    await page.getByRole('button', { name: 'Send US$12.50', exact: true }).click();
    await expect(page.getByText(within('en', 'error_payment_password_wrong', { tries: '4' }))).toBeVisible();
    await page.getByLabel(names.paymentPassword, { exact: true }).fill(PAYMENT_PASSWORD);
    await page.getByRole('button', { name: 'Send US$12.50', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: names.paymentSent, exact: true })).toBeVisible();
    await expect(page.getByRole('main')).toContainText('By hand');
    await expect(page.getByRole('button', { name: words('en', 'receipt_print') })).toBeHidden();
    await expectBalance(page, 'USD', 'US$87.50');
    expect(await payee.balance('USD')).toBe('12.50');

    await page.goto('/history');
    await expect(page.getByRole('main').getByRole('link', { name: /US\$12\.50/ })).toBeVisible();
    await page.goto('/settings/profile');
    await page.getByLabel(names.name, { exact: true }).fill('Nora Paper');
    await page.getByRole('button', { name: words('en', 'form_save') }).click();
    await expect(page.getByText(words('en', 'settings_saved'))).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.goto('/settings');
    await page.getByRole('button', { name: names.signOut, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: words('en', 'landing_title') })).toBeVisible();
    await signIn(page, 'en', nora.address);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Nora Paper');
  });

  test('across currencies the sheet says until when its rate is held, and pays at it', async ({ page, newMember }) => {
    const payee = await newMember();
    await registerPlainly(page, 'en', { address: newEmail('across'), name: 'Ann Across' });
    await setPaymentPassword(page, 'en');
    await page.goto('/topup');
    await page.getByLabel(names.currency, { exact: true }).selectOption('USD');
    await page.getByLabel(names.amount, { exact: true }).fill('50');
    await page.getByLabel(names.cardNumber, { exact: true }).fill(CARDS.succeeds);
    await page.getByLabel(names.expiry, { exact: true }).fill(EXPIRY);
    await page.getByLabel(names.securityCode, { exact: true }).fill(SECURITY_CODE);
    await page.getByRole('button', { name: names.addMoney, exact: true }).click();
    await page.waitForURL('/history/*');
    await page.goto('/send');
    await page.getByLabel(names.to, { exact: true }).fill(payee.address);
    await page.getByLabel(names.currency, { exact: true }).selectOption('USD');
    await page.getByLabel(words('en', 'send_they_get')).fill('10');
    await page.getByLabel(words('en', 'send_their_currency')).selectOption('EUR');
    await page.getByRole('button', { name: names.continue, exact: true }).click();
    await page.waitForURL('/send/confirm/*');
    await expect(page.getByText(words('en', 'confirm_until'))).toBeVisible();
    await expect(page.getByText(words('en', 'confirm_rate_held'))).toBeHidden();
    await page.getByLabel(names.paymentPassword, { exact: true }).fill(PAYMENT_PASSWORD);
    await page.getByRole('button', { name: /^Send US\$/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: names.paymentSent, exact: true })).toBeVisible();
    expect(await payee.balance('EUR')).toBe('10.00');
  });
});

test('when the program of the page cannot be had, a press that was held goes on without it', async ({
  member,
  openWindow,
  trouble,
}) => {
  trouble.allow(...CUT, /\.wasm/, /uncaught: TypeError: Failed to fetch/);
  const page = await openWindow();
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('/login');
  await page.getByLabel(names.emailOrPhone, { exact: true }).fill(member.address);
  await page.getByLabel(names.password, { exact: true }).fill(PASSWORD);
  await page.getByLabel(names.password, { exact: true }).press('Enter');
  await page.waitForURL('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(member.name);
  await expect(page.getByRole('button', { name: words('en', 'home_hide') })).toBeHidden();
  // When it can be had again, the next page wakes.
  await page.unroute('**/*.wasm');
  await page.goto('/');
  await expectAwake(page);
  await expect(page.getByRole('button', { name: words('en', 'home_hide') })).toBeVisible();
});
