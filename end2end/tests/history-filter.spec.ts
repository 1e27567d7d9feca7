// Searching and filtering the history: the address holds the filter, with and without scripts, in both languages; tags
// and notes for one's own eyes; and a payment begun once more from its receipt.

import { expectAwake } from '../helpers/deeds.ts';
import { PAYMENT_PASSWORD } from '../helpers/made-up.ts';
import { expectRefused } from '../helpers/fields.ts';
import { LANGUAGES, words, type Language } from '../helpers/locale.ts';
import type { Member } from '../helpers/member.ts';
import type { Names } from '../helpers/names.ts';
import { expect, test } from '../fixtures/test.ts';
import { NO_SCRIPTS } from '../fixtures/trouble.ts';
import type { Page } from '@playwright/test';

/** The entries that are listed. */
const entries = (page: Page) => page.getByRole('main').locator('a[href^="/history/"]');

const filter = (page: Page, names: Names) => page.getByRole('button', { name: names.filter, exact: true });

/** Unfolds what one can filter by besides words. */
async function unfold(page: Page, language: Language): Promise<void> {
  await page.locator('summary', { hasText: words(language, 'filter_more') }).click();
  await expect(page.locator('#from_date')).toBeVisible();
}

/** Three payments with notes, and money added before. */
async function threePayments(member: Member, payee: Member): Promise<void> {
  await member.addMoney('100', 'USD');
  await member.addMoney('50', 'EUR');
  await member.send(payee.address, '11', 'USD', '三月房租分摊');
  await member.send(payee.address, '12.34', 'USD', 'Green tea, 100%');
  await member.send(payee.address, '5', 'EUR', 'Lunch');
}

for (const language of LANGUAGES) {
  test.describe(language, () => {
    test.use({ language, locale: language === 'en' ? 'en-US' : 'zh-CN' });

    test('the form filters without a new page, and the address holds what was asked', async ({ member, newMember, names }) => {
      await threePayments(member, await newMember());
      const { page } = member;
      await page.goto('/history');
      await expectAwake(page);
      await expect(entries(page)).toHaveCount(5);
      await page.evaluate(() => document.documentElement.setAttribute('data-same-page', ''));

      await page.getByLabel(names.search, { exact: true }).fill('房租');
      await filter(page, names).click();
      await expect(entries(page)).toHaveCount(1);
      await expect(page).toHaveURL(/\/history\?q=%E6%88%BF%E7%A7%9F$/);
      await expect(page.getByLabel(names.search, { exact: true })).toHaveValue('房租');

      await page.getByLabel(names.search, { exact: true }).fill('');
      await unfold(page, language);
      await page.getByLabel(names.type, { exact: true }).selectOption('sent');
      await page.getByLabel(names.currency, { exact: true }).selectOption('USD');
      await page.getByLabel(names.smallestAmount, { exact: true }).fill('12');
      await filter(page, names).click();
      await expect(page).toHaveURL('/history?type=sent&currency=USD&min=12');
      await expect(entries(page)).toHaveCount(1);
      await expect(entries(page)).toContainText('Green tea');

      await page.getByRole('link', { name: names.clearFilter, exact: true }).click();
      await expect(page).toHaveURL('/history');
      await expect(entries(page)).toHaveCount(5);
      await expect(page.getByLabel(names.type, { exact: true })).toHaveValue('');
      await expect(page.getByLabel(names.smallestAmount, { exact: true })).toHaveValue('');
      await expect(page.locator('html')).toHaveAttribute('data-same-page', '');

      // Back through what was asked, each with its fields as they were.
      await page.goBack();
      await expect(page.getByLabel(names.type, { exact: true })).toHaveValue('sent');
      await expect(entries(page)).toHaveCount(1);
      await page.goBack();
      await expect(page.getByLabel(names.search, { exact: true })).toHaveValue('房租');
      await expect(page.getByLabel(names.type, { exact: true })).toHaveValue('');
    });

    test('without scripts the same form does the same', async ({ member, newMember, openWindow, names, trouble }) => {
      trouble.allow(...NO_SCRIPTS);
      await threePayments(member, await newMember());
      const storageState = await member.page.context().storageState();
      const page = await openWindow({ javaScriptEnabled: false, storageState });
      await page.goto('/history');
      await page.getByLabel(names.search, { exact: true }).fill('房租');
      await unfold(page, language);
      await page.getByLabel(names.status, { exact: true }).selectOption('done');
      await filter(page, names).click();
      await expect(entries(page)).toHaveCount(1);
      await expect(page.getByLabel(names.search, { exact: true })).toHaveValue('房租');
      await expect(page.getByLabel(names.status, { exact: true })).toHaveValue('done');
      await page.getByLabel(names.largestAmount, { exact: true }).fill('1e3');
      await filter(page, names).click();
      await expectRefused(page.getByLabel(names.largestAmount, { exact: true }), language, 'amount_not_a_number');
      await expect(page.getByLabel(names.largestAmount, { exact: true })).toHaveValue('1e3');
      await page.getByRole('link', { name: names.clearFilter, exact: true }).click();
      await expect(entries(page)).toHaveCount(5);
    });

    test('what cannot be meant is said beside its field, and nothing typed is lost', async ({ member, names }) => {
      const { page } = member;
      await page.goto('/history');
      await expectAwake(page);
      await page.getByLabel(names.search, { exact: true }).fill('tea');
      await unfold(page, language);
      await page.getByLabel(names.smallestAmount, { exact: true }).fill('20');
      await page.getByLabel(names.largestAmount, { exact: true }).fill('10');
      await page.getByLabel(names.fromDate, { exact: true }).fill('2026-03-02');
      await page.getByLabel(names.toDate, { exact: true }).fill('2026-03-01');
      await filter(page, names).click();
      await expectRefused(page.getByLabel(names.largestAmount, { exact: true }), language, 'amounts_reversed');
      await expectRefused(page.getByLabel(names.toDate, { exact: true }), language, 'dates_reversed');
      await expect(page.getByLabel(names.largestAmount, { exact: true })).toBeFocused();
      for (const [field, typed] of [
        [names.search, 'tea'],
        [names.smallestAmount, '20'],
        [names.largestAmount, '10'],
        [names.fromDate, '2026-03-02'],
        [names.toDate, '2026-03-01'],
      ] as const) {
        await expect(page.getByLabel(field, { exact: true })).toHaveValue(typed);
      }

      // An address that somebody wrote by hand.
      await page.goto('/history?type=stolen&currency=XYZ&from=tomorrow&tag=a,b');
      await expectAwake(page);
      await expectRefused(page.getByLabel(names.type, { exact: true }), language, 'choice_unknown');
      await expectRefused(page.getByLabel(names.currency, { exact: true }), language, 'currency_unknown');
      await expectRefused(page.getByLabel(names.fromDate, { exact: true }), language, 'date_malformed');
      await expectRefused(page.getByLabel(names.tag, { exact: true }), language, 'tag_not_allowed');
      await expect(page.getByLabel(names.type, { exact: true })).toHaveValue('stolen');
      await expect(page.getByLabel(names.fromDate, { exact: true })).toHaveValue('tomorrow');
    });

    test('tags and a note are for their writer alone and lead back to the entry', async ({ member, newMember, names }) => {
      const payee = await newMember();
      await member.addMoney('50', 'USD');
      const id = await member.send(payee.address, '5', 'USD', 'Lunch');
      const { page } = member;
      await page.goto(`/history/${id}`);
      await expectAwake(page);
      await page.getByLabel(names.tags, { exact: true }).fill('Food，午饭, food');
      await page.getByRole('button', { name: names.saveTags, exact: true }).click();
      await expect(page.getByRole('status').filter({ hasText: words(language, 'settings_saved') })).toBeVisible();
      // As they were understood.
      await expect(page.getByLabel(names.tags, { exact: true })).toHaveValue('Food, 午饭');
      await page.getByLabel(names.privateNote, { exact: true }).fill('two lines\n</textarea><b>for me');
      await page.getByRole('button', { name: names.saveNote, exact: true }).click();
      await expect(page.getByRole('status').filter({ hasText: words(language, 'settings_saved') })).toHaveCount(2);
      await page.reload();
      await expect(page.getByLabel(names.tags, { exact: true })).toHaveValue('Food, 午饭');
      await expect(page.getByLabel(names.privateNote, { exact: true })).toHaveValue('two lines\n</textarea><b>for me');

      await page.getByRole('link', { name: '午饭', exact: true }).click();
      await expect(page).toHaveURL(/\/history\?tag=/);
      await expect(page.getByLabel(names.tag, { exact: true })).toHaveValue('午饭');
      await expect(entries(page)).toHaveCount(1);
      await expect(entries(page)).toContainText('Food');

      await payee.page.goto('/history');
      await expect(entries(payee.page)).toHaveCount(1);
      await expect(entries(payee.page)).not.toContainText('Food');
      await entries(payee.page).click();
      await expect(payee.page.getByLabel(names.tags, { exact: true })).toHaveValue('');
      await expect(payee.page.getByLabel(names.privateNote, { exact: true })).toHaveValue('');
    });

    test('a payment is begun once more from its receipt, and what is changed is kept on the way', async ({ member, newMember, names }) => {
      const payee = await newMember();
      await member.addMoney('50', 'USD');
      const id = await member.send(payee.address, '5.50', 'USD', 'Lunch');
      const { page } = member;
      await page.goto(`/history/${id}`);
      await page.getByRole('link', { name: names.repeat, exact: true }).click();
      await expect(page).toHaveURL(`/send?repeat=${id}`);
      await expect(page.getByLabel(names.to, { exact: true })).toHaveValue(payee.account);
      await expect(page.getByLabel(names.amount, { exact: true })).toHaveValue('5.50');
      await expect(page.getByLabel(names.currency, { exact: true })).toHaveValue('USD');
      await expect(page.getByLabel(names.note, { exact: true })).toHaveValue('Lunch');
      await expectAwake(page);
      await page.getByLabel(names.amount, { exact: true }).fill('6');
      await page.getByRole('button', { name: names.continue, exact: true }).click();
      await page.waitForURL('/send/confirm/*');
      await page.goBack();
      await expect(page.getByLabel(names.amount, { exact: true })).toHaveValue('6');
      expect(await member.balance('USD')).toBe('44.50');
    });
  });
}

test('the button stands beside the search box, also when the search is refused', async ({ member, names }) => {
  const { page } = member;
  for (const [path, width] of [
    ['/history', 1280],
    ['/history', 360],
    [`/history?q=${'w'.repeat(101)}`, 360],
  ] as const) {
    await page.setViewportSize({ width, height: 740 });
    await page.goto(path);
    const box = await page.getByLabel(names.search, { exact: true }).boundingBox();
    const button = await filter(page, names).boundingBox();
    expect([button?.y, button?.height], `${path} at ${width} px`).toEqual([box?.y, box?.height]);
  }
});

test('what was found goes on as one scrolls', async ({ member, names }) => {
  for (let number = 0; number < 35; number += 1) await member.addMoney('1', 'USD');
  await member.addMoney('1', 'EUR');
  const { page } = member;
  await page.goto('/history');
  await expectAwake(page);
  await unfold(page, 'en');
  await page.getByLabel(names.currency, { exact: true }).selectOption('USD');
  await filter(page, names).click();
  await expect(page).toHaveURL('/history?currency=USD');
  await expect(entries(page).filter({ hasText: '€' })).toHaveCount(0);
  await expect(entries(page)).toHaveCount(30);
  await page.mouse.wheel(0, 20_000);
  await expect(entries(page)).toHaveCount(35);
  await expect(page.getByRole('link', { name: words('en', 'history_earlier') })).toHaveCount(0);
});

test('a window taller than what was found needs no scrolling for the rest', async ({ member }) => {
  for (let number = 0; number < 35; number += 1) await member.addMoney('1', 'USD');
  const { page } = member;
  await page.setViewportSize({ width: 1280, height: 6000 });
  await page.goto('/history?currency=USD');
  await expect(entries(page)).toHaveCount(35);
});

test('what is as asked for comes to the top of what was found, without a new page', async ({ member, newMember }) => {
  const payer = await newMember();
  await payer.addMoney('50', 'USD');
  await member.addMoney('5', 'USD');
  const { page } = member;
  await page.goto('/history?type=received');
  await expectAwake(page);
  await expect(entries(page)).toHaveCount(0);
  await payer.send(member.address, '7', 'USD', 'Come to the top');
  await expect(entries(page)).toHaveCount(1);
  await expect(entries(page)).toContainText('Come to the top');
  // Money added is nothing of the kind.
  await member.addMoney('6', 'USD');
  await payer.send(member.address, '8', 'USD', 'And again');
  await expect(entries(page)).toHaveCount(2);
  await expect(entries(page).first()).toContainText('And again');
});

test('a payment across currencies is found by either side and begun once more with the side that was fixed', async ({ member, newMember, names }) => {
  const payee = await newMember();
  await member.addMoney('50', 'USD');
  const { page } = member;
  await page.goto('/send');
  await expectAwake(page);
  await page.getByLabel(names.to, { exact: true }).fill(payee.address);
  await page.getByLabel(words('en', 'send_their_currency'), { exact: true }).selectOption('JPY');
  await page.getByLabel(words('en', 'send_they_get'), { exact: true }).fill('1500');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await page.waitForURL('/send/confirm/*');
  await page.getByLabel(names.paymentPassword, { exact: true }).fill(PAYMENT_PASSWORD);
  await page.getByRole('button', { name: /^Send US\$/ }).click();
  await expect(page.getByRole('heading', { name: names.paymentSent })).toBeVisible();

  await page.goto('/history?q=1500+jpy&type=sent');
  await expect(entries(page)).toHaveCount(1);
  await entries(page).click();
  await page.getByRole('link', { name: names.repeat, exact: true }).click();
  await expect(page.getByLabel(words('en', 'send_they_get'), { exact: true })).toHaveValue('1500');
  await expect(page.getByLabel(words('en', 'send_their_currency'), { exact: true })).toHaveValue('JPY');
  await expect(page.getByLabel(names.amount, { exact: true })).toHaveValue('');
  await expectAwake(page);
  // What it costs is said at today's rate.
  await expect(page.getByRole('main').getByText(/^1 USD = [\d.]+ JPY$/)).toBeVisible();
});

test('somebody else\'s payment cannot be begun again', async ({ member, newMember, names, trouble }) => {
  trouble.allow(/404.*repeat=/);
  const payee = await newMember();
  await member.addMoney('50', 'USD');
  await member.send(payee.address, '5', 'USD', 'between us');
  await payee.page.goto('/send?repeat=USD-2');
  await expect(payee.page.getByRole('heading', { level: 1, name: words('en', 'not_found_title') })).toBeVisible();
  await expect(payee.page.getByLabel(names.amount, { exact: true })).toHaveCount(0);
});
