// Sending money with the keyboard alone: everything can be reached, the focus is always seen, and it goes where the
// page goes.

import { expectAwake } from '../helpers/deeds.ts';
import { PAYMENT_PASSWORD } from '../helpers/made-up.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Locator, Page } from '@playwright/test';

/** More presses than any page has places to stop at. */
const STOPS_MAX = 60;

/** Presses Tab until this has the focus; every stop on the way must show that it has it. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await page.keyboard.press('Tab');
    await expectFocusIsSeen(page);
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${wanted} cannot be reached with Tab`);
}

async function expectFocusIsSeen(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return true;
    // The ring may be around the frame that holds the field.
    for (let element: Element | null = focused; element; element = element.parentElement) {
      const style = getComputedStyle(element);
      if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) return true;
      if (element !== focused && !element.matches(':focus-within')) break;
      if (style.boxShadow !== 'none' && element.matches('.amount-frame, .input-frame, .code-frame, .select')) return true;
      if (element.matches('form, main')) break;
    }
    return false;
  });
  const what = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 150));
  expect.soft(seen, `the focus is seen on ${what}`).toBe(true);
}

test('money is sent with the keyboard alone', async ({ member, newMember, names }) => {
  const payee = await newMember();
  await member.addMoney('20', 'USD');
  const { page } = member;
  await page.goto('/');
  await expectAwake(page);
  const { keyboard } = page;

  await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Send', exact: true }));
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: names.send, exact: true })).toBeVisible();
  await tabTo(page, page.getByLabel(names.to, { exact: true }));
  await keyboard.type(payee.address);
  await tabTo(page, page.getByLabel(names.amount, { exact: true }));
  await keyboard.type('six');
  await tabTo(page, page.getByLabel(names.note, { exact: true }));
  await keyboard.type('By keyboard');
  await tabTo(page, page.getByRole('button', { name: names.continue, exact: true }));
  await keyboard.press('Enter');

  // The mistake takes the focus, so that nobody has to look for it.
  const amount = page.getByLabel(names.amount, { exact: true });
  await expect(amount).toBeFocused();
  await expect(amount).toHaveAttribute('aria-invalid', 'true');
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('6');
  await keyboard.press('Enter');

  await expect(page.getByRole('button', { name: 'Send US$6.00', exact: true })).toBeVisible();
  await tabTo(page, page.getByLabel(names.paymentPassword, { exact: true }));
  await keyboard.type(PAYMENT_PASSWORD);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: names.paymentSent, exact: true })).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  expect(await member.balance('USD')).toBe('14.00');
});

test('the first stop of every page skips its navigation', async ({ member }) => {
  const { page } = member;
  for (const path of ['/', '/history', '/rates', '/settings', '/terms']) {
    await test.step(path, async () => {
      await page.goto(path);
      await expectAwake(page);
      await page.keyboard.press('Tab');
      const skip = page.getByRole('link', { name: 'Skip to content', exact: true });
      await expect(skip).toBeFocused();
      await expect(skip).toBeInViewport();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('main')).toBeFocused();
    });
  }
});

test('a password can be shown and hidden with the keyboard and keeps its name', async ({ page, names }) => {
  await page.goto('/login');
  await expectAwake(page);
  const password = page.getByLabel(names.password, { exact: true });
  await password.fill('secret words');
  await password.focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Show', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(password).toHaveAttribute('type', 'text');
  await expect(page.getByRole('button', { name: 'Hide', exact: true })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(password).toHaveAttribute('type', 'password');
  await expect(password).toHaveValue('secret words');
});
