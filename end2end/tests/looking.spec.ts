// Looking at what one has: earlier lines, the eye that hides amounts, copying an account number.

import { expectAwake } from '../helpers/deeds.ts';
import { words } from '../helpers/locale.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Page } from '@playwright/test';

const lines = (page: Page) => page.getByRole('main').getByRole('link', { name: /\+US\$/ });

test('earlier lines come as one scrolls, and by a link', async ({ member }) => {
  test.slow();
  for (let amount = 1; amount <= 65; amount += 1) await member.addMoney(String(amount), 'USD');
  const { page } = member;
  await page.goto('/history');
  await expect(lines(page)).toHaveCount(30);
  await expectAwake(page);
  await page.getByRole('link', { name: words('en', 'history_earlier') }).click();
  await expect.poll(() => lines(page).count()).toBeGreaterThanOrEqual(60);
  await page.mouse.wheel(0, 100_000);
  await expect(lines(page)).toHaveCount(65);
  await expect(page.getByRole('link', { name: words('en', 'history_earlier') })).toHaveCount(0);
});

test('the eye hides every amount at home and shows it again', async ({ member }) => {
  await member.addMoney('12.34', 'USD');
  const { page } = member;
  await page.goto('/');
  const total = page.getByRole('region', { name: words('en', 'home_total', { currency: 'US dollar' }) });
  await expect(total).toContainText('12.34');
  await expectAwake(page);
  const eye = page.getByRole('button', { name: words('en', 'home_hide') });
  await eye.click();
  await expect(eye).toHaveAttribute('aria-pressed', 'true');
  await expect(total).not.toContainText('12.34');
  await expect(page.getByRole('main')).not.toContainText('12.34');
  await eye.click();
  await expect(total).toContainText('12.34');
  await expect(lines(page)).toContainText('12.34');
});

test('copying says so only when the browser took it', async ({ member }) => {
  const { page } = member;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/receive');
  await expectAwake(page);
  const account = page.getByRole('listitem').filter({ hasText: member.account });
  const copy = account.getByRole('button', { name: words('en', 'receive_copy') });
  await copy.click();
  await expect(page.getByRole('status').filter({ hasText: words('en', 'receive_copied') })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(member.account);

  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
  });
  await copy.click();
  await expect(page.getByRole('status').filter({ hasText: words('en', 'receive_by_hand') })).toBeVisible();
  await expect(page.getByText(words('en', 'receive_copied'))).toHaveCount(0);
});
