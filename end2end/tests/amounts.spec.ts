// What people type for an amount: understood and said back, or refused beside the field with the text kept.

import { expectRefused } from '../helpers/fields.ts';
import { within } from '../helpers/locale.ts';
import { newEmail } from '../helpers/made-up.ts';
import { expect, test } from '../fixtures/test.ts';

/** An amount in US dollars that is refused, and the code of the refusal. */
const REFUSED: [typed: string, code: string][] = [
  ['', 'amount_empty'],
  ['   ', 'amount_empty'],
  ['five', 'amount_not_a_number'],
  ['1e3', 'amount_not_a_number'],
  ['1E+02', 'amount_not_a_number'],
  ['0x10', 'amount_not_a_number'],
  ['NaN', 'amount_not_a_number'],
  ['Infinity', 'amount_not_a_number'],
  ['-Infinity', 'amount_not_a_number'],
  ['+5', 'amount_not_a_number'],
  ['1/2', 'amount_not_a_number'],
  ['½', 'amount_not_a_number'],
  ['٣', 'amount_not_a_number'],
  ['1k', 'amount_not_a_number'],
  ['€5', 'amount_not_a_number'],
  ['$$5', 'amount_not_a_number'],
  ['-5', 'amount_negative'],
  ['−5', 'amount_negative'],
  ['US$-5', 'amount_negative'],
  ['1.234,50', 'amount_grouping'],
  ['1 000.00', 'amount_grouping'],
  ["1'000.00", 'amount_grouping'],
  ['12,34', 'amount_grouping'],
  ['1,,000', 'amount_grouping'],
  ['1.2.3', 'amount_grouping'],
  ['0,5', 'amount_grouping'],
  ['12.345', 'amount_too_many_decimals'],
  ['0', 'amount_zero'],
  ['0.00', 'amount_zero'],
  // One cent more than a 64-bit integer holds, and far more.
  ['92233720368547758.08', 'amount_too_large'],
  ['99999999999999999999999999', 'amount_too_large'],
  ['92233720368547758.07', 'insufficient_funds'],
  ['400.01', 'insufficient_funds'],
  // Affordable, but over the 200 US dollars that somebody unverified may send at once.
  ['200.01', 'limit_per_payment'],
];

test('an amount that does not do is refused beside its field and stays as typed', async ({ member, newMember, names }) => {
  test.slow();
  const payee = await newMember();
  await member.addMoney('400', 'USD');
  const { page } = member;
  await page.goto('/send');
  const [to, amount] = [page.getByLabel(names.to, { exact: true }), page.getByLabel(names.amount, { exact: true })];
  await to.fill(payee.address);
  for (const [typed, code] of REFUSED) {
    await test.step(`“${typed}” is ${code}`, async () => {
      await amount.fill(typed);
      await page.getByRole('button', { name: names.continue, exact: true }).click();
      await expectRefused(amount, 'en', code);
      await expect(amount).toHaveValue(typed);
      await expect(to).toHaveValue(payee.address);
      await expect(page).toHaveURL('/send');
    });
  }
  // The way out is in the words: what there is, and what the limit is.
  await amount.fill('400.01');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await expectRefused(amount, 'en', 'insufficient_funds', { available: 'US$400.00' });
  await amount.fill('201');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await expectRefused(amount, 'en', 'limit_per_payment', { limit: 'US$200.00' });
});

test('decimals end where the currency ends', async ({ member, newMember, names }) => {
  const payee = await newMember();
  const { page } = member;
  await page.goto('/send');
  await page.getByLabel(names.to, { exact: true }).fill(payee.address);
  for (const [currency, typed, max] of [
    ['JPY', '100.5', '0'],
    ['KWD', '1.2345', '3'],
    ['EUR', '0.001', '2'],
  ] as const) {
    await page.getByLabel(names.currency, { exact: true }).selectOption(currency);
    const amount = page.getByLabel(names.amount, { exact: true });
    await amount.fill(typed);
    await page.getByRole('button', { name: names.continue, exact: true }).click();
    await expectRefused(amount, 'en', 'amount_too_many_decimals', { max });
    await expect(amount).toHaveValue(typed);
    await expect(page.getByLabel(names.currency, { exact: true })).toHaveValue(currency);
  }
});

test('an amount is understood as people write and paste it, and said back', async ({ member, names }) => {
  const { page } = member;
  await page.goto('/send');
  for (const [currency, typed, understood] of [
    ['USD', '1,234.50', 'US$1,234.50'],
    ['USD', '1234.5', 'US$1,234.50'],
    ['USD', ' $12 ', 'US$12.00'],
    ['USD', '１２．５０', 'US$12.50'],
    ['CNY', '¥200', 'CN¥200.00'],
    ['CNY', '200 元', 'CN¥200.00'],
    ['JPY', '68,900', 'JP¥68,900'],
    ['KWD', '1.234 KWD', 'KWD\u00a01.234'],
  ] as const) {
    await page.getByLabel(names.currency, { exact: true }).selectOption(currency);
    await page.getByLabel(names.amount, { exact: true }).fill(typed);
    await expect(page.getByRole('status').filter({ hasText: within('en', 'send_understood', { amount: understood }) })).toBeVisible();
  }
});

test('over the limit of a day the payer learns what is left and when it starts anew', async ({ member, newMember, names }) => {
  const payee = await newMember();
  await member.addMoney('600', 'USD');
  for (const amount of ['200', '200']) await member.send(payee.address, amount, 'USD');
  const { page } = member;
  await page.goto('/send');
  await page.getByLabel(names.to, { exact: true }).fill(payee.address);
  const amount = page.getByLabel(names.amount, { exact: true });
  await amount.fill('150');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await expectRefused(amount, 'en', 'limit_per_day', { remaining: 'US$100.00' });
  await expect(amount).toHaveValue('150');
});

test('money goes neither to oneself nor to nobody', async ({ member, names }) => {
  await member.addMoney('20', 'USD');
  const { page } = member;
  await page.goto('/send');
  const to = page.getByLabel(names.to, { exact: true });
  await page.getByLabel(names.amount, { exact: true }).fill('5');
  for (const [typed, code] of [
    ['', 'payee_empty'],
    ['somebody', 'payee_not_recognized'],
    [member.address, 'payee_self'],
    [member.account, 'payee_self'],
    // Well formed, and nobody's.
    ['8801 2264 512', 'payee_not_found'],
    // One digit of an account number mistyped.
    [mistyped(member.account), 'payee_account_number_wrong'],
  ] as const) {
    await test.step(`“${typed}” is ${code}`, async () => {
      await to.fill(typed);
      await page.getByRole('button', { name: names.continue, exact: true }).click();
      await expectRefused(to, 'en', code);
      await expect(to).toHaveValue(typed);
      await expect(page.getByLabel(names.amount, { exact: true })).toHaveValue('5');
    });
  }
});

/** The same number with its last digit changed. */
function mistyped(account: string): string {
  return account.slice(0, -1) + String((Number(account.at(-1)) + 1) % 10);
}
