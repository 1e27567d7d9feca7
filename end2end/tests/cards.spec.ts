// Adding money by card: what each card of the sandbox does, and what the page says then.

import { addMoneyByCard, expectAwake, expectBalance, payByCard } from '../helpers/deeds.ts';
import { expectRefused } from '../helpers/fields.ts';
import { within, words } from '../helpers/locale.ts';
import { CARDS } from '../helpers/made-up.ts';
import { expect, test } from '../fixtures/test.ts';

const FAILING = [
  ['declined', CARDS.declined, 'card_declined'],
  ['without money', CARDS.insufficientFunds, 'card_insufficient_funds'],
  ['expired', CARDS.expired, 'card_expired'],
  ['with a wrong security code', CARDS.wrongSecurityCode, 'card_security_code_wrong'],
] as const;

for (const [kind, card, code] of FAILING) {
  test(`a card ${kind} is explained, nothing is charged, and a retry with another card works`, async ({ member }) => {
    const { page } = member;
    await payByCard(page, 'en', { amount: '25', shown: 'US$25.00', currency: 'USD', card });
    await expect(page.getByRole('heading', { level: 1, name: words('en', 'receipt_add_failed') })).toBeVisible();
    await expect(page.getByText(words('en', `error_${code}`)).first()).toBeVisible();
    await expect(page.getByText(words('en', 'topup_failed_card_safe'))).toBeVisible();
    await expectBalance(page, 'USD', 'US$0.00');
    await page.getByRole('link', { name: within('en', 'history_add_failed') }).click();
    await page.getByRole('link', { name: words('en', 'topup_retry') }).click();
    await expect(page).toHaveURL('/topup');
    await addMoneyByCard(page, 'en', { amount: '25', shown: 'US$25.00', currency: 'USD', card: CARDS.succeeds });
    await expectBalance(page, 'USD', 'US$25.00');
  });
}

test('a card that asks its bank first adds the money when approved', async ({ member, names }) => {
  const { page } = member;
  await payByCard(page, 'en', { amount: '40', shown: 'US$40.00', currency: 'USD', card: CARDS.asksFirst });
  await expect(page.getByRole('heading', { level: 1, name: words('en', 'receipt_needs_you') })).toBeVisible();
  await expectBalance(page, 'USD', 'US$0.00');
  // Home says that something waits, and leads there.
  await page.getByRole('link', { name: words('en', 'home_look') }).click();
  await page.getByRole('button', { name: names.confirm, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: words('en', 'receipt_added') })).toBeVisible();
  await expectBalance(page, 'USD', 'US$40.00');
});

test('a card that asks its bank first adds nothing when refused', async ({ member }) => {
  const { page } = member;
  await payByCard(page, 'en', { amount: '40', shown: 'US$40.00', currency: 'USD', card: CARDS.asksFirst });
  await page.getByRole('button', { name: words('en', 'topup_refuse') }).click();
  await expect(page.getByRole('heading', { level: 1, name: words('en', 'receipt_add_failed') })).toBeVisible();
  await expect(page.getByText(words('en', 'error_card_authentication_failed')).first()).toBeVisible();
  await expectBalance(page, 'USD', 'US$0.00');
});

test('a saved card is used again without typing it', async ({ member, names }) => {
  const { page } = member;
  await addMoneyByCard(page, 'en', { amount: '10', shown: 'US$10.00', currency: 'USD', card: CARDS.succeeds });
  await page.goto('/topup');
  const saved = page.getByRole('radio', { name: 'Visa ·· 4242', exact: true });
  const number = page.getByLabel(names.cardNumber, { exact: true });
  // A card is typed unless one says otherwise.
  await expect(page.getByRole('radio', { name: words('en', 'topup_new_card') })).toBeChecked();
  for (const field of [names.cardNumber, names.expiry, names.securityCode]) {
    await expect(page.getByLabel(field, { exact: true })).toBeVisible();
  }
  await expectAwake(page);
  await saved.check();
  await expect(number).toHaveCount(0);
  await page.getByLabel(names.amount, { exact: true }).fill('5');
  await page.getByRole('button', { name: 'Add US$5.00', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: words('en', 'receipt_added') })).toBeVisible();
  await expectBalance(page, 'USD', 'US$15.00');

});

test('a saved card can be removed, and a card that did not pay is never saved', async ({ member, names }) => {
  const { page } = member;
  await member.addMoney('10', 'USD');
  await member.topUpByCard('10', 'USD', CARDS.declined);
  await page.goto('/topup');
  const saved = page.getByRole('radio', { name: /^Visa ·· / });
  await expect(saved).toHaveCount(1);
  await expectAwake(page);
  await saved.check();
  await expect(page.getByLabel(names.cardNumber, { exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove Visa ·· 4242', exact: true }).click();
  await expect(saved).toHaveCount(0);
  await expect(page.getByLabel(names.cardNumber, { exact: true })).toBeVisible();
  await page.reload();
  await expect(saved).toHaveCount(0);
});

test('the fee is said before the deed and stands on the receipt', async ({ member, names }) => {
  const { page } = member;
  await page.goto('/topup');
  await page.getByLabel(names.amount, { exact: true }).fill('10.01');
  // 1.2 % of 10.01 is 0.12012, rounded up to the cent.
  const said = words('en', 'topup_card_said', { amount: 'US$10.01', fee: 'US$0.13', total: 'US$10.14' });
  await expect(page.getByRole('status').filter({ hasText: said })).toBeVisible();
  await addMoneyByCard(page, 'en', { amount: '10.01', shown: 'US$10.01', currency: 'USD', card: CARDS.succeeds });
  await expect(page.getByRole('definition').filter({ hasText: 'US$0.13' })).toBeVisible();
  await expectBalance(page, 'USD', 'US$10.01');
});

test('a mistyped card is refused beside its fields, and the number stays', async ({ member, names }) => {
  const { page } = member;
  await page.goto('/topup');
  const number = page.getByLabel(names.cardNumber, { exact: true });
  const expiry = page.getByLabel(names.expiry, { exact: true });
  const securityCode = page.getByLabel(names.securityCode, { exact: true });
  await page.getByLabel(names.amount, { exact: true }).fill('10');
  const add = page.getByRole('button', { name: 'Add US$10.00', exact: true });

  await number.fill('4242 4242 4242 4241');
  await expiry.fill('13/30');
  await securityCode.fill('12');
  await add.click();
  await expectRefused(number, 'en', 'card_number_invalid');
  await expectRefused(expiry, 'en', 'card_expiry_invalid');
  await expectRefused(securityCode, 'en', 'card_security_code_invalid');
  await expect(number).toHaveValue('4242 4242 4242 4241');

  await number.fill('5555 5555 5555 4444');
  await expiry.fill('12/34');
  await securityCode.fill('123');
  await add.click();
  await expectRefused(number, 'en', 'card_not_in_sandbox');

  await number.fill(CARDS.succeeds);
  await expiry.fill('01/20');
  await add.click();
  await expectRefused(expiry, 'en', 'card_expired');
  expect(await member.balance('USD')).toBe('0.00');
});

test('a card number never comes back from the server', async ({ member }) => {
  await member.addMoney('10', 'USD');
  for (const path of ['/topup', '/history', '/settings']) {
    const html = await (await member.page.request.get(path)).text();
    // The hint of the sandbox names its card in groups; nothing else may hold it.
    expect(html.includes('4242424242424242'), path).toBe(false);
  }
});
