// The whole way of two people by e-mail, in English, on a desktop.

import { addMoneyByCard, expectBalance, prepareSend, registerPerson, setPaymentPassword } from '../helpers/deeds.ts';
import { CARDS, PAYMENT_PASSWORD, newEmail } from '../helpers/made-up.ts';
import { message } from '../helpers/outbox.ts';
import { expect, test } from '../fixtures/test.ts';
import { words } from '../helpers/locale.ts';

test('two people register by e-mail, one adds money and sends some, both see it', async ({ page, openWindow, names }) => {
  const maria = { address: newEmail('maria'), name: 'Maria Gonzalez' };
  const tom = { address: newEmail('tom'), name: 'Tom Baker' };

  await registerPerson(page, 'en', maria);
  await setPaymentPassword(page, 'en');
  await addMoneyByCard(page, 'en', { amount: '100', shown: 'US$100.00', currency: 'USD', card: CARDS.succeeds });
  await expectBalance(page, 'USD', 'US$100.00');

  const other = await openWindow();
  await registerPerson(other, 'en', tom);
  await setPaymentPassword(other, 'en');

  await prepareSend(page, 'en', { to: tom.address, amount: '12.00', currency: 'USD', note: 'Thanks for lunch' });
  // The sheet says whom, how much, what it costs and what is left, before anything moves.
  const sheet = page.getByRole('main');
  await expect(sheet.getByText(/^Tom B\*+r$/)).toBeVisible();
  await expect(sheet.getByText('Thanks for lunch')).toBeVisible();
  await expect(sheet.getByText('Free', { exact: true })).toBeVisible();
  await expect(sheet.getByText('US$88.00')).toBeVisible();
  await page.getByLabel(names.paymentPassword, { exact: true }).fill(PAYMENT_PASSWORD);
  await page.getByRole('button', { name: 'Send US$12.00', exact: true }).click();

  await expect(page.getByRole('heading', { level: 1, name: names.paymentSent, exact: true })).toBeVisible();
  await expect(page).toHaveURL(/\/history\/USD-\d+$/);
  await expect(page.getByRole('main')).toContainText('US$12.00');
  await expect(page.getByRole('main')).toContainText('Thanks for lunch');
  await expect(page.getByRole('main')).toContainText('US$88.00');
  await expectBalance(page, 'USD', 'US$88.00');

  await page.goto('/history');
  await expect(page.getByRole('heading', { level: 1, name: names.history, exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: /Tom B.*−US\$12\.00/ })).toBeVisible();
  await expect(page.getByRole('link', { name: /\+US\$100\.00/ })).toBeVisible();

  await other.goto('/history');
  await expect(other.getByRole('link', { name: /Maria G.*\+US\$12\.00/ })).toBeVisible();
  await other.getByRole('link', { name: /Maria G/ }).click();
  await expect(other.getByRole('heading', { level: 1, name: words('en', 'receipt_received') })).toBeVisible();
  await expect(other.getByRole('main')).toContainText('Thanks for lunch');
  await expectBalance(other, 'USD', 'US$12.00');

  const told = await message(page.request, tom.address, 'money_in');
  expect(told.subject).toContain('US$12.00');
  expect(told.text).toContain('Maria G');
  expect(told.text).toContain('Thanks for lunch');
  const receipt = await message(page.request, maria.address, 'receipt');
  expect(receipt.text).toContain('US$12.00');

  await page.goto('/settings');
  await page.getByRole('button', { name: names.signOut, exact: true }).click();
  await expect(page.getByRole('link', { name: names.signIn, exact: true }).first()).toBeVisible();
  await page.goto('/history');
  await expect(page).toHaveURL(/\/login/);
});
