// Sending to somebody who has no account yet: both people in their own browsers, from the form to the balance.

import { expectBalance } from '../helpers/deeds.ts';
import { words, within } from '../helpers/locale.ts';
import { PASSWORD, PAYMENT_PASSWORD, newEmail } from '../helpers/made-up.ts';
import { message, registerCode } from '../helpers/outbox.ts';
import { expect, test } from '../fixtures/test.ts';

test('a newcomer follows the invitation, registers, and finds the money', async ({ member, openWindow, names }) => {
  await member.addMoney('50', 'USD');
  const { page } = member;
  const address = newEmail('newcomer');
  await page.goto('/send');
  const to = page.getByLabel(names.to, { exact: true });
  await to.fill(address);
  await to.press('Tab');
  await expect(page.getByText(words('en', 'unclaimed_payee'))).toBeVisible();
  await page.getByLabel(names.amount, { exact: true }).fill('20');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await page.waitForURL('/send/confirm/*');
  await expect(page.getByText(words('en', 'unclaimed_lead'))).toBeVisible();
  await page.getByLabel(names.paymentPassword, { exact: true }).fill(PAYMENT_PASSWORD);
  await page.getByRole('button', { name: 'Send US$20.00', exact: true }).click();
  await page.waitForURL('/history/*');
  await expect(page.getByRole('heading', { level: 1, name: words('en', 'unclaimed_heading') })).toBeVisible();
  await expect(page.getByText(words('en', 'unclaimed_step_waits'))).toBeVisible();
  await expect(page.getByText(words('en', 'unclaimed_lead_waits'))).toBeVisible();

  const invited = await message(page.request, address, 'invite');
  const newcomer = await openWindow();
  await newcomer.goto(new URL(invited.link as string).pathname + new URL(invited.link as string).search);
  await expect(newcomer.getByText(within('en', 'unclaimed_invitation', { amount: 'US$20.00' }))).toBeVisible();
  await newcomer.getByLabel(names.emailOrPhone, { exact: true }).fill(address);
  await newcomer.getByRole('button', { name: names.getCode, exact: true }).click();
  await newcomer.getByLabel(names.code, { exact: true }).fill(await registerCode(newcomer.request, address));
  await newcomer.getByLabel(names.name, { exact: true }).fill('Nina Newcomer');
  await newcomer.getByLabel(names.password, { exact: true }).fill(PASSWORD);
  await newcomer.getByLabel(names.confirmPassword, { exact: true }).fill(PASSWORD);
  await newcomer.getByRole('checkbox', { name: names.agreement, exact: true }).check();
  await newcomer.getByRole('button', { name: names.register, exact: true }).click();
  await newcomer.waitForURL('/setup');
  await expectBalance(newcomer, 'USD', 'US$20.00');

  await page.reload();
  await expect(page.getByText(words('en', 'unclaimed_step_claimed'))).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: words('en', 'receipt_sent') })).toBeVisible();
  await expect(page.getByText(words('en', 'receipt_sent_lead'))).toBeVisible();
  await expect(page.getByRole('button', { name: words('en', 'unclaimed_cancel') })).toHaveCount(0);
});

test('whoever sent it takes it back', async ({ member }) => {
  await member.addMoney('50', 'USD');
  const { page } = member;
  const id = await member.send(newEmail('newcomer'), '20', 'USD');
  await page.goto(`/history/${id}`);
  await page.getByRole('button', { name: words('en', 'unclaimed_cancel') }).click();
  await expect(page.getByText(words('en', 'unclaimed_step_cancelled'))).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: words('en', 'unclaimed_heading_returned') })).toBeVisible();
  const slip = page.getByRole('article');
  await expect(slip.getByText(words('en', 'stamp_returned'))).toBeVisible();
  await expect(slip.getByText(words('en', 'unclaimed_stamp'))).toHaveCount(0);
  // What was left while the money was away is no balance any more.
  await expect(slip.getByText(words('en', 'fact_balance_after'))).toHaveCount(0);
  await expectBalance(page, 'USD', 'US$50.00');
});

test('an invitation that is none says so and registering still works', async ({ page, names }) => {
  for (const id of ['nonsense', '01890000-0000-7000-8000-000000000000']) {
    await page.goto(`/register?invitation=${id}`);
    await expect(page.getByText(words('en', 'unclaimed_invitation_unknown'))).toBeVisible();
    await expect(page.getByLabel(names.emailOrPhone, { exact: true })).toBeVisible();
  }
});
