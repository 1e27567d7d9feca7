// The field “To”: what is said about it belongs to what stands in it now.

import { expectAwake } from '../helpers/deeds.ts';
import { expectRefused } from '../helpers/fields.ts';
import { PAYMENT_PASSWORD } from '../helpers/made-up.ts';
import { signal } from '../helpers/signal.ts';
import { expect, test } from '../fixtures/test.ts';

test('an emptied field says so and shows nobody', async ({ member, newMember, names }) => {
  const payee = await newMember();
  const { page } = member;
  await page.goto('/send');
  const to = page.getByLabel(names.to, { exact: true });
  await to.fill(payee.account);
  await to.press('Tab');
  const card = page.getByText(`OKPay account ${payee.account}`);
  await expect(card).toBeVisible();
  await to.fill('');
  await expect(card).toHaveCount(0);
  await to.press('Tab');
  await expectRefused(to, 'en', 'payee_empty');
});

test('an answer about somebody who stands there no more is not shown', async ({ member, newMember, names }) => {
  const [first, second] = [await newMember(), await newMember()];
  const { page } = member;
  await page.goto('/send');
  const to = page.getByLabel(names.to, { exact: true });
  await expectAwake(page);
  const late = signal();
  let asked = 0;
  await page.route('**/fn/find_payee', async (route) => {
    asked += 1;
    if (asked === 1) await late.given;
    await route.continue();
  });
  await to.fill(first.account);
  await to.press('Tab');
  await to.fill(second.account);
  await to.press('Tab');
  await expect(page.getByText(`OKPay account ${second.account}`)).toBeVisible();
  const answered = page.waitForResponse('/fn/find_payee');
  late.give();
  await answered;
  await expect(page.getByText(`OKPay account ${second.account}`)).toBeVisible();
  await expect(page.getByText(`OKPay account ${first.account}`)).toHaveCount(0);
});

test('what a link suggests is kept once one has changed or sent it, and forgotten once it is paid', async ({ member, newMember, names }) => {
  const payee = await newMember();
  await member.addMoney('50', 'USD');
  const { page } = member;
  const fields = [names.to, names.amount, names.note].map((name) => page.getByLabel(name, { exact: true }));
  const expectTyped = async (...values: string[]) => {
    for (const [place, value] of values.entries()) await expect(fields[place]!).toHaveValue(value);
  };
  await page.goto(`/send?to=${encodeURIComponent(payee.address)}&amount=3&currency=USD&note=From+a+stranger`);
  await expectAwake(page);
  await expectTyped(payee.address, '3', 'From a stranger');
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await page.getByRole('link', { name: 'Pay', exact: true }).click();
  await expect(page).toHaveURL('/send');
  await expectTyped('', '', '');

  await page.goBack();
  await page.goBack();
  await expectTyped(payee.address, '3', 'From a stranger');
  await fields[2]!.fill('From me');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await page.waitForURL('/send/confirm/*');
  await page.goBack();
  await expectTyped(payee.address, '3', 'From me');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await page.waitForURL('/send/confirm/*');
  await page.getByLabel(names.paymentPassword, { exact: true }).fill(PAYMENT_PASSWORD);
  await page.getByRole('button', { name: 'Send US$3.00', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: names.paymentSent, exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: names.send, exact: true })).toBeVisible();
  await expectTyped('', '', '');
});

test('too little money says so with the way on', async ({ member, newMember, names }) => {
  const payee = await newMember();
  const { page } = member;
  await page.goto('/send');
  await page.getByLabel(names.to, { exact: true }).fill(payee.address);
  const amount = page.getByLabel(names.amount, { exact: true });
  await amount.fill('5');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await expectRefused(amount, 'en', 'insufficient_funds');
  await page.getByRole('link', { name: names.addMoney, exact: true }).click();
  await expect(page).toHaveURL('/topup');
});
