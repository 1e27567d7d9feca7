// A payment is made once, however often and from wherever it is confirmed.

import { prepareSend } from '../helpers/deeds.ts';
import { within, words } from '../helpers/locale.ts';
import { PAYMENT_PASSWORD } from '../helpers/made-up.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Member } from '../helpers/member.ts';
import type { Page } from '@playwright/test';
import { NAMES } from '../helpers/names.ts';

const names = NAMES.en;
const sent = (page: Page) => page.getByRole('heading', { level: 1, name: names.paymentSent, exact: true });
const deed = (page: Page) => page.getByRole('button', { name: 'Send US$7.00', exact: true });
const password = (page: Page) => page.getByLabel(names.paymentPassword, { exact: true });

/** Somebody with 50 US dollars on the confirm sheet of a payment of 7. */
async function onTheSheet(member: Member, payee: Member): Promise<Page> {
  await member.addMoney('50', 'USD');
  await prepareSend(member.page, 'en', { to: payee.address, amount: '7', currency: 'USD', note: 'Once' });
  return member.page;
}

async function expectPaidOnce(member: Member, payee: Member): Promise<void> {
  expect(await member.balance('USD')).toBe('43.00');
  expect(await payee.balance('USD')).toBe('7.00');
  expect(await member.entries(), 'the top-up and one payment').toBe(2);
}

test('pressing twice pays once', async ({ member, newMember }) => {
  const payee = await newMember();
  const page = await onTheSheet(member, payee);
  await password(page).fill(PAYMENT_PASSWORD);
  await deed(page).dblclick();
  await expect(sent(page)).toBeVisible();
  await expectPaidOnce(member, payee);
});

test('confirming in two tabs pays once, and the second shows what became of it', async ({ member, newMember, page }) => {
  const payee = await newMember();
  await onTheSheet(member, payee);
  const second = await page.context().newPage();
  await second.goto(page.url());
  for (const tab of [page, second]) await password(tab).fill(PAYMENT_PASSWORD);
  await Promise.all([page, second].map((tab) => deed(tab).click()));
  for (const tab of [page, second]) await expect(sent(tab)).toBeVisible();
  await expectPaidOnce(member, payee);
});

test('a tab left open after the payment was made elsewhere pays nothing more', async ({ member, newMember, page }) => {
  const payee = await newMember();
  await onTheSheet(member, payee);
  const left = await page.context().newPage();
  await left.goto(page.url());
  await password(left).fill(PAYMENT_PASSWORD);
  await password(page).fill(PAYMENT_PASSWORD);
  await deed(page).click();
  await expect(sent(page)).toBeVisible();
  await deed(left).click();
  await expect(sent(left)).toBeVisible();
  await expectPaidOnce(member, payee);
});

test('the back button after a payment leads to an empty form, never to the same payment', async ({ member, newMember }) => {
  const payee = await newMember();
  const page = await onTheSheet(member, payee);
  const sheet = page.url();
  await password(page).fill(PAYMENT_PASSWORD);
  await deed(page).click();
  await expect(sent(page)).toBeVisible();

  await page.goBack();
  await expect(page).toHaveURL('/send');
  await expect(page.getByLabel(names.amount, { exact: true })).toHaveValue('');

  // Even who kept the address finds the answer and the receipt, and nothing to press.
  await page.goto(sheet);
  await expect(page.getByText(within('en', 'answered_paid', { amount: 'US$7.00' }))).toBeVisible();
  await expect(deed(page)).toHaveCount(0);
  await page.getByRole('link', { name: words('en', 'answered_receipt') }).click();
  await expect(sent(page)).toBeVisible();
  await expectPaidOnce(member, payee);
});

test('going back from the sheet loses nothing that was typed, and a changed payment is another one', async ({
  member,
  newMember,
}) => {
  const payee = await newMember();
  const page = await onTheSheet(member, payee);
  await page.getByRole('link', { name: words('en', 'confirm_edit') }).click();
  await expect(page.getByLabel(names.to, { exact: true })).toHaveValue(payee.address);
  await expect(page.getByLabel(names.amount, { exact: true })).toHaveValue('7');
  await expect(page.getByLabel(names.note, { exact: true })).toHaveValue('Once');
  await page.getByLabel(names.amount, { exact: true }).fill('8');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await page.waitForURL('/send/confirm/*');
  await password(page).fill(PAYMENT_PASSWORD);
  await page.getByRole('button', { name: 'Send US$8.00', exact: true }).click();
  await expect(sent(page)).toBeVisible();
  expect(await member.balance('USD')).toBe('42.00');
});

test('a balance spent elsewhere in the meantime refuses the payment for good and says so', async ({ member, newMember }) => {
  const payee = await newMember();
  const page = await onTheSheet(member, payee);
  await member.send(payee.address, '45', 'USD');
  await password(page).fill(PAYMENT_PASSWORD);
  await deed(page).click();
  await expect(page.getByText(within('en', 'error_insufficient_funds', { available: 'US$5.00' }))).toBeVisible();
  await expect(page.getByText(within('en', 'answered_not_paid', { amount: 'US$7.00' }))).toBeVisible();
  await expect(deed(page)).toHaveCount(0);
  expect(await member.balance('USD')).toBe('5.00');
});

test("nobody can see or confirm another person's payment", async ({ member, newMember, trouble }) => {
  // The page says with its status, too, that there is nothing for this person.
  trouble.allow(/404.*\/send\/confirm\//);
  const payee = await newMember();
  const page = await onTheSheet(member, payee);
  const id = page.url().split('/').at(-1) as string;
  const refused = await payee.fn.refused('confirm_send', { id, payment_password: PAYMENT_PASSWORD });
  expect(refused.map(({ code }) => code)).toEqual(['intent_unknown']);
  await payee.page.goto(page.url());
  await expect(payee.page.getByText('Once')).toHaveCount(0);
  await expect(payee.page.getByText(words('en', 'error_intent_unknown'))).toBeVisible();
  expect(await member.balance('USD')).toBe('50.00');
});
