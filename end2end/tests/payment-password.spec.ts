// The payment password: asked for every payment, tries are counted and said, then it is locked, whoever knows it.

import { prepareSend } from '../helpers/deeds.ts';
import { expectRefused } from '../helpers/fields.ts';
import { words } from '../helpers/locale.ts';
import { PAYMENT_PASSWORD, PASSWORD, newEmail } from '../helpers/made-up.ts';
import { registerCode } from '../helpers/outbox.ts';
import { expect, test } from '../fixtures/test.ts';

test('a wrong payment password says how many tries are left, then locks, and no money moves', async ({
  member,
  newMember,
  names,
}) => {
  const payee = await newMember();
  await member.addMoney('50', 'USD');
  const { page } = member;
  await prepareSend(page, 'en', { to: payee.address, amount: '5', currency: 'USD' });
  const password = page.getByLabel(names.paymentPassword, { exact: true });
  const deed = page.getByRole('button', { name: 'Send US$5.00', exact: true });

  await deed.click();
  await expectRefused(password, 'en', 'payment_password_empty');
  for (const left of ['4', '3', '2', '1']) {
    await password.fill('730615');
    await deed.click();
    await expectRefused(password, 'en', 'payment_password_wrong', { tries: left });
  }
  await password.fill('730615');
  await deed.click();
  await expectRefused(password, 'en', 'payment_password_locked', { minutes: '15' });
  await password.fill(PAYMENT_PASSWORD);
  const answer = page.waitForResponse('/fn/confirm_send');
  await deed.click();
  await answer;
  await expectRefused(password, 'en', 'payment_password_locked');
  expect(await member.balance('USD')).toBe('50.00');
  expect(await payee.balance('USD')).toBe('0.00');
});

test('a right payment password after wrong ones pays, and the count begins anew', async ({ member, newMember, names }) => {
  const payee = await newMember();
  await member.addMoney('50', 'USD');
  const { page } = member;
  for (const amount of ['1', '2']) {
    await prepareSend(page, 'en', { to: payee.address, amount, currency: 'USD' });
    const password = page.getByLabel(names.paymentPassword, { exact: true });
    const deed = page.getByRole('button', { name: `Send US$${amount}.00`, exact: true });
    await password.fill('730615');
    await deed.click();
    await expectRefused(password, 'en', 'payment_password_wrong', { tries: '4' });
    await password.fill(PAYMENT_PASSWORD);
    await deed.click();
    await expect(page.getByRole('heading', { level: 1, name: names.paymentSent, exact: true })).toBeVisible();
  }
  expect(await member.balance('USD')).toBe('47.00');
});

test('who has none yet is led to set one and comes back to the same payment', async ({ page, newMember, member, names }) => {
  // Somebody who put it off: registered, given money, but no payment password.
  const payer = await newMember();
  const late = newEmail('late');
  await payer.fn.done('sign_out');
  await payer.fn.done('register_code', { address: late });
  const code = await registerCode(page.request, late);
  await payer.fn.done('register', {
    address: late,
    name: 'Lars Late',
    password: PASSWORD,
    confirm_password: PASSWORD,
    code,
    agreement: 'true',
  });
  await payer.addMoney('20', 'USD');

  await prepareSend(payer.page, 'en', { to: member.address, amount: '3', currency: 'USD', note: 'Late' });
  const here = new URL(payer.page.url()).pathname;
  await payer.page.getByRole('link', { name: words('en', 'home_set_payment_password') }).click();
  for (const [typed, code] of [
    ['', 'payment_password_too_short'],
    ['12345', 'payment_password_too_short'],
    ['123456', 'payment_password_too_simple'],
    ['777777', 'payment_password_too_simple'],
  ] as const) {
    const field = payer.page.getByLabel(names.paymentPassword, { exact: true });
    await field.fill(typed);
    await payer.page.getByRole('button', { name: words('en', 'payment_password_set') }).click();
    await expectRefused(field, 'en', code);
  }
  await payer.page.getByLabel(names.paymentPassword, { exact: true }).fill(PAYMENT_PASSWORD);
  await payer.page.getByRole('button', { name: words('en', 'payment_password_set') }).click();
  await payer.page.waitForURL(here);
  await expect(payer.page.getByText('Late', { exact: true })).toBeVisible();
  await payer.page.getByLabel(names.paymentPassword, { exact: true }).fill(PAYMENT_PASSWORD);
  await payer.page.getByRole('button', { name: 'Send US$3.00', exact: true }).click();
  await expect(payer.page.getByRole('heading', { level: 1, name: names.paymentSent, exact: true })).toBeVisible();
});
