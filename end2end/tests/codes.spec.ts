// Codes: wrong, tried too often, used, asked for too soon. That a code grows old, and that
// a taken address gets none, is told on the server, whose clock can be set.

import { expectNotRefused, expectRefused } from '../helpers/fields.ts';
import { PASSWORD, newEmail, newPhone } from '../helpers/made-up.ts';
import { registerCode } from '../helpers/outbox.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Page } from '@playwright/test';
import type { Names } from '../helpers/names.ts';

/** Fills in everything but the code. */
async function fillIn(page: Page, names: Names, address: string): Promise<void> {
  await page.goto('/register');
  await page.getByLabel(names.emailOrPhone, { exact: true }).fill(address);
  await page.getByLabel(names.name, { exact: true }).fill('Nora Lindqvist');
  await page.getByLabel(names.password, { exact: true }).fill(PASSWORD);
  await page.getByLabel(names.confirmPassword, { exact: true }).fill(PASSWORD);
  await page.getByRole('checkbox', { name: names.agreement, exact: true }).check();
}

/** Another code of six digits. */
function otherThan(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

test('a wrong code is refused, nothing typed is lost, and the right one then registers', async ({ page, names }) => {
  const address = newEmail('nora');
  await fillIn(page, names, address);
  await page.getByRole('button', { name: names.getCode, exact: true }).click();
  const right = await registerCode(page.request, address);
  const code = page.getByLabel(names.code, { exact: true });
  const register = page.getByRole('button', { name: names.register, exact: true });

  await code.fill(otherThan(right));
  await register.click();
  await expectRefused(code, 'en', 'code_wrong');
  await expect(code).toBeFocused();
  await expect(code).toHaveValue(otherThan(right));
  await expect(page.getByLabel(names.emailOrPhone, { exact: true })).toHaveValue(address);
  await expect(page.getByLabel(names.name, { exact: true })).toHaveValue('Nora Lindqvist');
  await expect(page.getByLabel(names.password, { exact: true })).toHaveValue(PASSWORD);
  await expect(page.getByRole('checkbox', { name: names.agreement, exact: true })).toBeChecked();

  // As people paste it from a mail.
  await code.fill(` ${right.slice(0, 3)} ${right.slice(3)} `);
  await register.click();
  await page.waitForURL('/setup');
});

test('after five wrong tries even the right code is refused', async ({ page, names }) => {
  const address = newEmail('nora');
  await fillIn(page, names, address);
  await page.getByRole('button', { name: names.getCode, exact: true }).click();
  const right = await registerCode(page.request, address);
  const code = page.getByLabel(names.code, { exact: true });
  const register = page.getByRole('button', { name: names.register, exact: true });
  for (const expected of ['code_wrong', 'code_wrong', 'code_wrong', 'code_wrong', 'code_tries_exhausted']) {
    await code.fill(otherThan(right));
    const answer = page.waitForResponse('/fn/register');
    await register.click();
    await answer;
    await expectRefused(code, 'en', expected);
  }
  await code.fill(right);
  const answer = page.waitForResponse('/fn/register');
  await register.click();
  await answer;
  await expect(page).toHaveURL('/register');
});

test('a used code is refused', async ({ member, openWindow, names }) => {
  const page = await openWindow();
  const used = await registerCode(page.request, member.address);
  await fillIn(page, names, member.address);
  const code = page.getByLabel(names.code, { exact: true });
  await code.fill(used);
  await page.getByRole('button', { name: names.register, exact: true }).click();
  await expectRefused(code, 'en', 'code_used');
});

test('a code belongs to its address', async ({ page, names }) => {
  const mine = newEmail('nora');
  await fillIn(page, names, mine);
  await page.getByRole('button', { name: names.getCode, exact: true }).click();
  const right = await registerCode(page.request, mine);
  await page.getByLabel(names.emailOrPhone, { exact: true }).fill(newEmail('another'));
  const code = page.getByLabel(names.code, { exact: true });
  await code.fill(right);
  await page.getByRole('button', { name: names.register, exact: true }).click();
  await expectRefused(code, 'en', 'code_wrong');
});

test('a second code has to wait, and the page says how long', async ({ page, names }) => {
  const address = newPhone();
  await page.goto('/register');
  await page.getByLabel(names.emailOrPhone, { exact: true }).fill(address);
  await page.getByRole('button', { name: names.getCode, exact: true }).click();
  await registerCode(page.request, address);
  await expect(page.getByRole('status').filter({ hasText: /10 minutes/ })).toBeVisible();
  await page.getByRole('button', { name: names.getCode, exact: true }).click();
  const code = page.getByLabel(names.code, { exact: true });
  await expectRefused(code, 'en', 'code_too_soon');
  await expect(code).toHaveAccessibleDescription(/\b(60|[1-5]?\d) seconds/);
});

test('a code for an address that is none is refused beside the address', async ({ page, names }) => {
  await page.goto('/register');
  const address = page.getByLabel(names.emailOrPhone, { exact: true });
  for (const [typed, code] of [
    ['', 'address_empty'],
    ['nora', 'address_not_recognized'],
    ['nora@', 'email_malformed'],
    ['138123', 'phone_wrong_length'],
  ] as const) {
    await address.fill(typed);
    await page.getByRole('button', { name: names.getCode, exact: true }).click();
    await expectRefused(address, 'en', code);
    await expect(address).toHaveValue(typed);
  }
  await address.fill(newEmail('nora'));
  await page.getByRole('button', { name: names.getCode, exact: true }).click();
  await expectNotRefused(address);
});
