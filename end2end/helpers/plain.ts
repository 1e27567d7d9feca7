// What people do in a browser without scripts where a page behaves otherwise there than an awake one.

import { expect, type Page } from '@playwright/test';
import { within, words, type Language } from './locale.ts';
import { PASSWORD } from './made-up.ts';
import { NAMES } from './names.ts';
import { registerCode } from './outbox.ts';

/** Registers: asking for the code sends the form, and the page comes back with what was typed. */
export async function registerPlainly(page: Page, language: Language, person: { address: string; name: string }): Promise<void> {
  const names = NAMES[language];
  await page.goto('/register');
  await page.getByLabel(names.emailOrPhone, { exact: true }).fill(person.address);
  await page.getByLabel(names.name, { exact: true }).fill(person.name);
  await page.getByRole('button', { name: names.getCode, exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: within(language, 'register_code_sent', {}) })).toBeVisible();
  await expect(page.getByLabel(names.emailOrPhone, { exact: true })).toHaveValue(person.address);
  await expect(page.getByLabel(names.name, { exact: true })).toHaveValue(person.name);
  await page.getByLabel(names.code, { exact: true }).fill(await registerCode(page.request, person.address));
  await page.getByLabel(names.password, { exact: true }).fill(PASSWORD);
  await page.getByLabel(names.confirmPassword, { exact: true }).fill(PASSWORD);
  await page.getByRole('checkbox', { name: names.agreement, exact: true }).check();
  // Enter does what the form is for, not what its first button does.
  await page.getByLabel(names.confirmPassword, { exact: true }).press('Enter');
  await page.waitForURL('/setup');
  await expect(page.getByRole('heading', { level: 1, name: words(language, 'setup_title') })).toBeVisible();
}
