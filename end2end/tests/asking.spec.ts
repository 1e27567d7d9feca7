// Being paid: one's own code and link, and asking somebody, who pays or declines in a browser of their own.

import { expectBalance } from '../helpers/deeds.ts';
import { expectRefused } from '../helpers/fields.ts';
import { words, within } from '../helpers/locale.ts';
import { PAYMENT_PASSWORD } from '../helpers/made-up.ts';
import { message } from '../helpers/outbox.ts';
import { expect, test } from '../fixtures/test.ts';

test('a request is made, seen at home, and paid', async ({ member, newMember, names }) => {
  const payer = await newMember();
  await payer.addMoney('50', 'USD');
  const { page } = member;
  await page.goto('/receive');
  await page.getByRole('link', { name: words('en', 'receive_ask') }).click();
  await page.getByLabel(words('en', 'request_from')).fill(payer.address);
  await page.getByLabel(names.currency, { exact: true }).selectOption('USD');
  await page.getByLabel(names.amount, { exact: true }).fill('12.50');
  await page.getByLabel(names.note, { exact: true }).fill('Two tickets');
  await page.getByRole('button', { name: words('en', 'request_ask') }).click();
  await page.waitForURL('/request/*');
  await expect(page.getByText(words('en', 'request_told'))).toBeVisible();

  const asked = await message(payer.page.request, payer.address, 'invite');
  expect(new URL(asked.link as string).pathname).toBe(new URL(page.url()).pathname);
  await payer.page.goto('/');
  await payer.page.getByRole('link', { name: words('en', 'home_look') }).click();
  await payer.page.waitForURL('/request/*');
  await expect(payer.page.getByText('Two tickets')).toBeVisible();
  await payer.page.getByRole('button', { name: 'Pay US$12.50', exact: true }).click();
  await payer.page.waitForURL('/send/confirm/*');
  await payer.page.getByLabel(names.paymentPassword, { exact: true }).fill(PAYMENT_PASSWORD);
  await payer.page.getByRole('button', { name: 'Send US$12.50', exact: true }).click();
  await expect(payer.page.getByRole('heading', { level: 1, name: names.paymentSent })).toBeVisible();

  await page.reload();
  await expect(page.getByText(words('en', 'request_paid_text'))).toBeVisible();
  await expectBalance(page, 'USD', 'US$12.50');
});

test('a request is declined, another withdrawn, and a stranger sees neither', async ({ member, newMember, openWindow }) => {
  const payer = await newMember();
  const ask = () => member.fn.done<string>('ask_for_money', { to: payer.account, amount: '3', currency: 'USD', note: '' });
  const [declined, withdrawn] = [await ask(), await ask()];
  await payer.page.goto(`/request/${declined}`);
  await payer.page.getByRole('button', { name: words('en', 'request_decline') }).click();
  await expect(payer.page.getByText(words('en', 'request_declined_text'))).toBeVisible();
  await member.page.goto(`/request/${withdrawn}`);
  await member.page.getByRole('button', { name: words('en', 'request_withdraw') }).click();
  await expect(member.page.getByText(words('en', 'request_withdrawn_text'))).toBeVisible();
  await payer.page.goto(`/request/${withdrawn}`);
  await expect(payer.page.getByText(words('en', 'request_withdrawn_text'))).toBeVisible();

  const visitor = await openWindow();
  await visitor.goto(`/request/${declined}`);
  await expect(visitor.getByText(words('en', 'request_declined_text'))).toBeVisible();
  await expect(visitor.getByText(payer.account)).toHaveCount(0);
});

test('the personal link fills in the form of whoever follows it', async ({ member, newMember, names }) => {
  const { page } = member;
  await page.goto('/receive');
  await page.getByLabel(names.currency, { exact: true }).selectOption('EUR');
  await page.getByLabel(names.amount, { exact: true }).fill('1,234.5');
  await page.getByLabel(names.note, { exact: true }).fill('Rent & more');
  await page.getByRole('button', { name: words('en', 'receive_make_code') }).click();
  await expect(page.getByRole('img', { name: words('en', 'receive_code_for', { amount: '€1,234.50' }) })).toBeVisible();
  const link = await page.getByText(/\/send\?to=/).textContent();
  const payer = await newMember();
  const url = new URL(link as string);
  await payer.page.goto(url.pathname + url.search);
  await expect(payer.page.getByLabel(names.to, { exact: true })).toHaveValue(member.account.replaceAll(' ', ''));
  await expect(payer.page.getByLabel(names.amount, { exact: true })).toHaveValue('1234.50');
  await expect(payer.page.getByLabel(names.currency, { exact: true })).toHaveValue('EUR');
  await expect(payer.page.getByLabel(names.note, { exact: true })).toHaveValue('Rent & more');
});

test('a hostile link is text in fields and nothing else', async ({ member, names }) => {
  const { page } = member;
  const hostile = '<img src=x onerror=alert(1)>';
  const query = new URLSearchParams({ to: hostile, amount: '1e9', currency: 'XXX', note: hostile });
  await page.goto(`/send?${query}`);
  await expect(page.getByLabel(names.to, { exact: true })).toHaveValue(hostile);
  await expect(page.locator('main img')).toHaveCount(0);
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await expectRefused(page.getByLabel(names.to, { exact: true }), 'en', 'payee_not_recognized');
});

test('over the limit of a payment the same sum is offered in parts', async ({ member, newMember, names }) => {
  const payee = await newMember();
  await member.addMoney('500', 'USD');
  const { page } = member;
  await page.goto('/send');
  await page.getByLabel(names.to, { exact: true }).fill(payee.address);
  const amount = page.getByLabel(names.amount, { exact: true });
  await amount.fill('300');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await expectRefused(amount, 'en', 'limit_per_payment', { limit: 'US$200.00' });
  await page.getByRole('button', { name: words('en', 'send_split', { parts: '2' }) }).click();
  await page.waitForURL('/send/confirm/*');
  await expect(page.getByText('US$200.00 + US$100.00')).toBeVisible();
  await page.getByLabel(names.paymentPassword, { exact: true }).fill(PAYMENT_PASSWORD);
  await page.getByRole('button', { name: 'Send US$300.00', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: names.paymentSent })).toBeVisible();
  await page.goto('/settings/limits');
  await expect(page.getByText('US$300.00')).toBeVisible();
  await expect(page.getByText(within('en', 'limits_left'))).toBeVisible();
});
