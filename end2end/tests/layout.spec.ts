// No page scrolls sideways, from the smallest phone to the desktop, in either language.

import { expectAwake } from '../helpers/deeds.ts';
import { LANGUAGES } from '../helpers/locale.ts';
import { expectNoSidewaysScroll } from '../helpers/looks.ts';
import { OPEN, pagesOfABusyMember, pagesOfANewMember, type Place } from '../helpers/pages.ts';
import { test } from '../fixtures/test.ts';
import type { Page } from '@playwright/test';

const WIDTHS = [320, 360, 768, 1280];

async function visit(page: Page, places: Place[]): Promise<void> {
  for (const { what, path } of places) {
    await test.step(what, async () => {
      await page.goto(path);
      await expectAwake(page);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 740 });
        await expectNoSidewaysScroll(page, `${what} at ${width} px`);
      }
    });
  }
}

for (const language of LANGUAGES) {
  test.describe(language, () => {
    test.use({ language, locale: language === 'en' ? 'en-US' : 'zh-CN' });

    test('open pages fit every window', async ({ page }) => {
      await visit(page, OPEN);
    });

    test('empty pages of a member fit every window', async ({ member }) => {
      await visit(member.page, pagesOfANewMember());
    });

    test('full pages of a member fit every window', async ({ member, newMember }) => {
      await visit(member.page, await pagesOfABusyMember(member, await newMember()));
    });
  });
}

test('an amount as long as the ledger can count and a note without a space fit a small phone', async ({
  member,
  newMember,
}) => {
  const payee = await newMember();
  await payee.fn.done('set_name', { name: 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3).slice(0, 80) });
  await member.addMoney('900,000,000', 'KRW');
  await member.addMoney('150', 'USD');
  const id = await member.prepare(payee.address, '150', 'USD', 'w'.repeat(140));
  const sent = await member.send(payee.address, '1', 'USD', '字'.repeat(140));
  await visit(member.page, [
    { what: 'home with a large balance', path: '/' },
    { what: 'a long note to confirm', path: `/send/confirm/${id}` },
    { what: 'a long note on a receipt', path: `/history/${sent}` },
    { what: 'long notes in the history', path: '/history' },
  ]);
  await visit(payee.page, [
    { what: 'a long name at home', path: '/' },
    { what: 'a long name to be paid under', path: '/receive' },
    { what: 'a long name in the settings', path: '/settings' },
  ]);
});
