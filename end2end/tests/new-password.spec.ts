// Choosing a sign-in password: what is said while it is typed, and what is refused.

import { expectAwake } from '../helpers/deeds.ts';
import { expectRefused } from '../helpers/fields.ts';
import { LANGUAGES, within, words } from '../helpers/locale.ts';
import { PASSWORD } from '../helpers/made-up.ts';
import { expect, test } from '../fixtures/test.ts';

for (const language of LANGUAGES) {
  test.describe(language, () => {
    test.use({ language, locale: language === 'en' ? 'en-US' : 'zh-CN' });

    test('while a password is typed one hears how hard it is to guess and what would help', async ({ page, names }) => {
      await page.goto('/register');
      await expectAwake(page);
      const password = page.getByLabel(names.password, { exact: true });
      const said = page.locator('.strength');
      await expect(said).toBeEmpty();
      await password.pressSequentially('pass');
      await expect(said).toHaveText(words(language, 'strength_longer'));
      await password.pressSequentially('word');
      for (const line of ['very_weak', 'common', 'more_words']) await expect(said).toContainText(within(language, `strength_${line}`));
      await password.fill(PASSWORD);
      await expect(said).toContainText(within(language, 'strength_strong'));
      await expect(said.getByRole('listitem')).toHaveCount(0);
      await page.getByLabel(names.name, { exact: true }).fill('Wilhelmina');
      await password.fill('wilhelmina');
      await expect(said).toContainText(within(language, 'strength_personal'));
      // Another name makes another judgement of the same password.
      await password.fill('qiuyuechen77');
      await expect(said).not.toContainText(within(language, 'strength_personal'));
      await page.getByLabel(names.name, { exact: true }).fill('Qiuyue Chen');
      for (const line of ['weak', 'personal']) await expect(said).toContainText(within(language, `strength_${line}`));
      await password.fill('');
      await expect(said).toBeEmpty();
    });

    test('a new password that is tried first is refused and stays typed until it is better', async ({ member, names }) => {
      const { page } = member;
      await page.goto('/settings/security');
      await expectAwake(page);
      const [current, fresh, confirm] = [
        page.getByLabel(words(language, 'password_current')),
        page.getByLabel(words(language, 'password_new')),
        page.getByLabel(names.confirmPassword, { exact: true }),
      ];
      await current.fill(PASSWORD);
      await fresh.fill('iloveyou');
      await confirm.fill('iloveyou');
      await page.getByRole('button', { name: words(language, 'password_change') }).click();
      await expectRefused(fresh, language, 'password_common');
      await expect(fresh).toHaveValue('iloveyou');
      await fresh.fill('seven lanterns over water');
      await confirm.fill('seven lanterns over water');
      await page.getByRole('button', { name: words(language, 'password_change') }).click();
      await expect(page.getByRole('status').filter({ hasText: words(language, 'password_changed') })).toBeVisible();
    });
  });
}

test('an answer about what stands there no more is not shown', async ({ page, names }) => {
  await page.goto('/register');
  await expectAwake(page);
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let asked = 0;
  await page.route('**/fn/password_strength*', async (route) => {
    asked += 1;
    if (asked === 1) await held;
    await route.continue();
  });
  const password = page.getByLabel(names.password, { exact: true });
  await password.fill('password');
  await expect.poll(() => asked).toBe(1);
  await password.fill(PASSWORD);
  const said = page.locator('.strength');
  await expect(said).toContainText(within('en', 'strength_strong'));
  const late = page.waitForResponse('**/fn/password_strength*');
  letGo();
  await (await late).finished();
  await expect(said).toContainText(within('en', 'strength_strong'));
});
