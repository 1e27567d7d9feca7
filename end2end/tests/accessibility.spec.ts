// axe finds nothing on any page: both languages, light and dark, on a phone and on a desktop.

import { expectAccessible } from '../helpers/looks.ts';
import { LANGUAGES } from '../helpers/locale.ts';
import { OPEN, pagesOfABusyMember, pagesOfANewMember, type Place } from '../helpers/pages.ts';
import { expectAwake } from '../helpers/deeds.ts';
import { NAMES } from '../helpers/names.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Page } from '@playwright/test';

/** Looks at the page that is open in every window and theme. */
async function expectAccessibleInAllLooks(page: Page, what: string): Promise<void> {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page, `${what}, ${width} px, ${colorScheme}`);
    }
  }
}

async function visit(page: Page, places: Place[], language: string): Promise<void> {
  for (const { what, path } of places) {
    await test.step(what, async () => {
      await page.goto(path);
      await expectAwake(page);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expectAccessibleInAllLooks(page, what);
    });
  }
}

for (const language of LANGUAGES) {
  test.describe(language, () => {
    // Only a bound: some twenty pages are looked at four times each.
    test.describe.configure({ timeout: 15 * 60_000 });
    test.use({ language, locale: language === 'en' ? 'en-US' : 'zh-CN' });

    test('a visitor finds every open page accessible', async ({ page }) => {
      await visit(page, OPEN, language);
    });

    test('a new member finds every empty page accessible', async ({ member }) => {
      await visit(member.page, pagesOfANewMember(), language);
    });

    test('a busy member finds every full page accessible', async ({ member, newMember }) => {
      await visit(member.page, await pagesOfABusyMember(member, await newMember()), language);
    });

    test('forms full of mistakes are accessible', async ({ member, names, openWindow }) => {
      const { page } = member;
      await page.goto('/send');
      await page.getByLabel(names.amount, { exact: true }).fill('1e3');
      await page.getByRole('button', { name: names.continue, exact: true }).click();
      await expect(page.getByLabel(names.amount, { exact: true })).toHaveAttribute('aria-invalid', 'true');
      await expectAccessibleInAllLooks(page, 'the send form with mistakes');

      const visitor = await openWindow();
      await visitor.goto('/register');
      await visitor.getByLabel(names.emailOrPhone, { exact: true }).fill('nobody@');
      await visitor.getByRole('button', { name: NAMES[language].register, exact: true }).click();
      await expect(visitor.getByLabel(names.emailOrPhone, { exact: true })).toHaveAttribute('aria-invalid', 'true');
      await expectAccessibleInAllLooks(visitor, 'the registration form with mistakes');
    });

    test('a page that is not there is accessible', async ({ page, trouble }) => {
      trouble.allow(/404.*\/nowhere/);
      await page.goto('/nowhere');
      await expectAccessibleInAllLooks(page, 'the page for what is not there');
    });
  });
}
