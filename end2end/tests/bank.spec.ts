// Adding money by bank transfer: the sandbox's bank lets it arrive, be late, or fail for each reason.

import { expectBalance } from '../helpers/deeds.ts';
import { expectRefused } from '../helpers/fields.ts';
import { words } from '../helpers/locale.ts';
import { message } from '../helpers/outbox.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Page } from '@playwright/test';

/** Reports a transfer on the page of the sandbox's bank. */
async function report(page: Page, reference: string, outcome: string, amount = ''): Promise<void> {
  await page.goto('/sandbox/bank');
  await page.getByLabel('Reference', { exact: true }).fill(reference);
  await page.getByLabel('Outcome', { exact: true }).selectOption(outcome);
  await page.getByLabel('Amount', { exact: true }).fill(amount);
  await page.getByRole('button', { name: words('en', 'sandbox_bank_report') }).click();
}

const taken = (page: Page) => page.getByRole('status').filter({ hasText: words('en', 'sandbox_bank_done') });

for (const [outcome, code] of [
  ['bank_maintenance', 'top_up_bank_maintenance'],
  ['insufficient_funds', 'top_up_insufficient_funds'],
  ['wrong_details', 'top_up_wrong_details'],
  ['our_maintenance', 'top_up_our_maintenance'],
  ['lapsed', 'top_up_lapsed'],
  ['amount_mismatch', 'top_up_amount_mismatch'],
] as const) {
  test(`a transfer that failed (${outcome}) is explained with its way on`, async ({ member }) => {
    const { page } = member;
    const { id, reference } = await member.announceTransfer('75', 'USD');
    await report(page, reference, outcome);
    await expect(taken(page)).toBeVisible();
    await page.goto(`/history/${id}`);
    await expect(page.getByRole('heading', { level: 1, name: words('en', 'receipt_add_failed') })).toBeVisible();
    await expect(page.getByText(words('en', `error_${code}`)).first()).toBeVisible();
    await expect(page.getByText(words('en', 'topup_failed_bank_safe'))).toBeVisible();
    await page.getByRole('link', { name: words('en', 'topup_retry') }).click();
    await expect(page).toHaveURL(/\/topup/);
    await expectBalance(page, 'USD', 'US$0.00');
  });
}

test('a transfer that is late is told as late, and is credited when it arrives', async ({ member }) => {
  const { page } = member;
  const { id, reference } = await member.announceTransfer('75', 'EUR');
  await report(page, reference, 'late');
  await expect(taken(page)).toBeVisible();
  await page.goto(`/history/${id}`);
  await expect(page.getByText(words('en', 'topup_late'))).toBeVisible();
  expect(await member.balance('EUR')).toBe('0');

  await report(page, reference, 'arrived');
  await expect(taken(page)).toBeVisible();
  await page.goto(`/history/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: words('en', 'receipt_added') })).toBeVisible();
  await expectBalance(page, 'EUR', '€75.00');
  const told = await message(page.request, member.address, 'money_in');
  expect(told.text).toContain('€75.00');
});

test('the page of an awaited transfer shows by itself that the money has come', async ({ member, page }) => {
  const { id, reference } = await member.announceTransfer('30', 'USD');
  await page.goto(`/history/${id}`);
  await expect(page.getByRole('heading', { level: 1, name: words('en', 'receipt_awaiting') })).toBeVisible();
  await expect(page.getByText(reference).first()).toBeVisible();
  const bank = await page.context().newPage();
  await report(bank, reference, 'arrived');
  await expect(taken(bank)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: words('en', 'receipt_added') })).toBeVisible();
});

test('the amount of a transfer is said back before it is announced', async ({ member, names }) => {
  const { page } = member;
  await page.goto('/topup?method=bank');
  await page.getByLabel(names.currency, { exact: true }).selectOption('EUR');
  await page.getByLabel(names.amount, { exact: true }).fill('1,234.5');
  const said = words('en', 'topup_bank_said', { amount: '€1,234.50' });
  await expect(page.getByRole('status').filter({ hasText: said })).toBeVisible();
});

test('a transfer that has come cannot be late any more', async ({ member }) => {
  const { page } = member;
  const { id, reference } = await member.announceTransfer('75', 'USD');
  await report(page, reference, 'arrived');
  await expect(taken(page)).toBeVisible();
  await report(page, reference, 'late');
  await expectRefused(page.getByLabel('Reference', { exact: true }), 'en', 'top_up_finished');
  await page.goto(`/history/${id}`);
  // The receipt tells each of its steps.
  for (const step of ['step_announced', 'step_at_bank', 'step_booked']) {
    await expect(page.getByText(words('en', step))).toBeVisible();
  }
});

test('what arrives counts, not what was announced', async ({ member }) => {
  const { page } = member;
  const { reference } = await member.announceTransfer('75', 'USD');
  await report(page, reference, 'arrived', '74.50');
  await expect(taken(page)).toBeVisible();
  await expectBalance(page, 'USD', 'US$74.50');
});

test('a transfer reported twice is credited once', async ({ member }) => {
  const { page } = member;
  const { reference } = await member.announceTransfer('75', 'USD');
  for (const time of ['first', 'second']) {
    await test.step(time, async () => {
      await report(page, reference, 'arrived');
      await expect(taken(page)).toBeVisible();
    });
  }
  await expectBalance(page, 'USD', 'US$75.00');
});

test('a reference that nobody has is refused beside its field', async ({ page }) => {
  await report(page, 'OKP-0000-0000', 'arrived');
  await expectRefused(page.getByLabel('Reference', { exact: true }), 'en', 'top_up_unknown');
});
