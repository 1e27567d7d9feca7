// Naughty strings typed into the pages: what was typed stays, the message stands beside its field in the person's
// language, and a text that is fine is shown as text.

import { expectAwake } from '../helpers/deeds.ts';
import { expectSomeRefusal } from '../helpers/fields.ts';
import { LANGUAGES, words } from '../helpers/locale.ts';
import { PASSWORD } from '../helpers/made-up.ts';
import { NAUGHTY, someOf } from '../helpers/naughty.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Locator } from '@playwright/test';

/** Types a text as a browser takes it: one line. Gives back what then stands in the field. */
async function type(field: Locator, text: string): Promise<string> {
  await field.fill(text);
  return field.inputValue();
}

for (const language of LANGUAGES) {
  test.describe(language, () => {
    test.use({ language, locale: language === 'en' ? 'en-US' : 'zh-CN' });

    test('registering with naughty strings keeps them and says what is wrong', async ({ page, names }) => {
      test.slow();
      await page.goto('/register');
      const address = page.getByLabel(names.emailOrPhone, { exact: true });
      const code = page.getByLabel(names.code, { exact: true });
      const name = page.getByLabel(names.name, { exact: true });
      for (const text of someOf(20)) {
        await test.step(JSON.stringify(text), async () => {
          const typed = await type(address, text);
          await type(code, text);
          await type(name, text);
          await page.getByRole('button', { name: names.register, exact: true }).click();
          await expectSomeRefusal(address, language);
          for (const field of [address, code, name]) await expect(field).toHaveValue(typed);
        });
      }
      await expectSomeRefusal(page.getByLabel(names.password, { exact: true }), language);
      await expectSomeRefusal(page.getByRole('checkbox', { name: names.agreement, exact: true }), language);
    });

    test('sending with naughty strings keeps them and says what is wrong', async ({ member, names }) => {
      test.slow();
      const { page } = member;
      await page.goto('/send');
      const to = page.getByLabel(names.to, { exact: true });
      const amount = page.getByLabel(names.amount, { exact: true });
      const note = page.getByLabel(names.note, { exact: true });
      // Nothing is in the balance, so that an amount is never right either.
      for (const text of someOf(20)) {
        await test.step(JSON.stringify(text), async () => {
          const typed = await type(to, text);
          await type(amount, text);
          await type(note, text);
          await page.getByRole('button', { name: names.continue, exact: true }).click();
          await expectSomeRefusal(to, language);
          await expectSomeRefusal(amount, language);
          for (const field of [to, amount, note]) await expect(field).toHaveValue(typed);
        });
      }
    });
  });
}

test('a wrong sign-in keeps the address and tells nobody whether it exists', async ({ member, openWindow, names }) => {
  const visitor = await openWindow();
  await visitor.goto('/login');
  const address = visitor.getByLabel(names.emailOrPhone, { exact: true });
  for (const text of [member.address, 'nobody@example.com', ...someOf(6).filter((text) => text.trim() !== '')]) {
    const typed = await type(address, text);
    await visitor.getByLabel(names.password, { exact: true }).fill(`not ${PASSWORD}`);
    await visitor.getByRole('button', { name: names.signIn, exact: true }).click();
    await expect(visitor.getByRole('alert')).toHaveText(words('en', 'error_sign_in_wrong'));
    await expect(address).toHaveValue(typed);
  }
});

test('a name that does not do is refused in the settings and stays as typed', async ({ member, names }) => {
  const { page } = member;
  await page.goto('/settings/profile');
  const name = page.getByLabel(names.name, { exact: true });
  for (const text of ['', '12345', '<script>alert(1)</script>', 'Mа\u0440ia', 'Ma\u200bria', '\u202egnp.exe', 'x'.repeat(81)]) {
    const typed = await type(name, text);
    await page.getByRole('button', { name: words('en', 'form_save') }).click();
    await expectSomeRefusal(name, 'en');
    await expect(name).toHaveValue(typed);
  }
});

test('notes are shown as they were written and run nowhere', async ({ member, newMember }) => {
  test.slow();
  const payee = await newMember();
  await member.addMoney('50', 'USD');
  const markup = NAUGHTY.filter((text) => /[<>&"'{}]/.test(text) && text.length <= 140).slice(0, 20);
  for (const note of markup) {
    const outcome = await member.fn.ask<string>('prepare_send', { to: payee.address, amount: '0.01', currency: 'USD', note });
    if ('Refused' in outcome) continue;
    await member.page.goto(`/send/confirm/${outcome.Done}`);
    await expectAwake(member.page);
    await expect(member.page.getByRole('definition').filter({ hasText: note.trim().normalize('NFC') })).toBeVisible();
  }
});
