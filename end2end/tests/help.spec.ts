// Help: found by one's own words in either language, with and without a program in the browser; each answer leads on,
// opens where it stands, and is reached by its name.

import { expectAwake } from '../helpers/deeds.ts';
import { LANGUAGES, isWrittenIn, words, within } from '../helpers/locale.ts';
import { NAUGHTY, someOf } from '../helpers/naughty.ts';
import { NO_SCRIPTS } from '../fixtures/trouble.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Page } from '@playwright/test';

/** What people type, and the question whose answer they look for. */
const LOOKED_FOR = {
  en: [
    { query: 'card declined', question: 'My top-up failed. Why, and what now?', slug: 'top-up-failed' },
    { query: 'HOW do I withdraw', question: 'How do I withdraw money to my bank?', slug: 'withdraw' },
  ],
  'zh-CN': [
    { query: '充值失败了怎么办', question: '充值失败了，是什么原因？', slug: 'top-up-failed' },
    { query: '我想提现到银行卡', question: '怎么提现到银行卡？', slug: 'withdraw' },
  ],
} as const;

const results = (page: Page) => page.getByRole('main').getByRole('list').filter({ has: page.locator('.help-hit') });

for (const language of LANGUAGES) {
  test.describe(language, () => {
    test.use({ language, locale: language === 'en' ? 'en-US' : 'zh-CN' });

    test('a visitor finds an answer by words of their own', async ({ page, names }) => {
      await page.goto('/help');
      await expectAwake(page);
      await expect(page.getByRole('heading', { level: 1, name: names.help, exact: true })).toBeVisible();
      for (const { query, question, slug } of LOOKED_FOR[language]) {
        await page.goto('/help');
        await expectAwake(page);
        const field = page.getByLabel(names.searchHelp, { exact: true });
        await field.fill(query);
        await field.press('Enter');
        await expect(page.getByRole('heading', { level: 2, name: words(language, 'help_results', { query }) })).toBeVisible();
        await expect(field).toHaveValue(query);
        const first = results(page).getByRole('link').first();
        await expect(first).toContainText(question);
        await first.click();
        await expect(page).toHaveURL(`/help/${slug}`);
        await expect(page.getByRole('heading', { level: 1, name: question, exact: true })).toBeVisible();
      }
    });

    test('help works in a browser without JavaScript', async ({ openWindow, names, trouble }) => {
      trouble.allow(...NO_SCRIPTS);
      const page = await openWindow({ javaScriptEnabled: false });
      const [{ query, question, slug }] = LOOKED_FOR[language];
      await page.goto('/help');
      await page.getByLabel(names.searchHelp, { exact: true }).fill(query);
      await page.getByRole('button', { name: words(language, 'help_search_deed') }).click();
      await expect(page).toHaveURL(/\/help\?q=./);
      await expect(page.getByLabel(names.searchHelp, { exact: true })).toHaveValue(query);
      await results(page).getByRole('link').first().click();
      await expect(page).toHaveURL(`/help/${slug}`);
      await expect(page.getByRole('heading', { level: 1, name: question, exact: true })).toBeVisible();
      await page.goto('/faq');
      const answer = page.locator(`#${slug}`);
      await expect(answer).toBeHidden();
      await page.locator('summary', { hasText: question }).click();
      await expect(answer).toBeVisible();
    });

    test('a search that finds nothing offers what to do next', async ({ page, names }) => {
      await page.goto('/help');
      await expectAwake(page);
      await page.getByLabel(names.searchHelp, { exact: true }).fill('麒麟 unicorn');
      await page.getByRole('button', { name: words(language, 'help_search_deed') }).click();
      await expect(page.getByText(words(language, 'help_none'))).toBeVisible();
      await expect(page.getByRole('status')).toHaveText(words(language, 'help_count', { count: '0' }));
      await page.getByRole('main').getByRole('link', { name: words(language, 'help_all') }).first().click();
      await expect(page.getByRole('heading', { level: 1, name: words(language, 'help_faq') })).toBeVisible();
    });

    test('an address that names a question opens it, loaded or walked to', async ({ page }) => {
      await page.goto('/faq#day-limit');
      await expectAwake(page);
      await expect(page.locator('#day-limit')).toBeInViewport();
      await expect(page.locator('#limits')).toBeHidden();
      const topic = page.getByRole('navigation', { name: words(language, 'help_topics') });
      await topic.getByRole('link').last().click();
      await expect(page.locator('#topic-sandbox')).toBeInViewport();
    });

    test('what is written here is written in the language of the page', async ({ page }) => {
      for (const path of ['/help', '/faq', '/install', '/safety']) {
        await page.goto(path);
        for (const heading of await page.getByRole('main').getByRole('heading').allInnerTexts()) {
          expect.soft(isWrittenIn(language, heading), `${path}: ${heading}`).toBe(true);
        }
      }
    });
  });
}

test('a visitor comes to the help from the header, and on by related questions', async ({ page, names }) => {
  await page.goto('/');
  await expectAwake(page);
  await page.getByRole('banner').getByRole('link', { name: names.help, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: names.help, exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'How do I send money?', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'How do I send money?', exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'What is the payment password?', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What is the payment password?', exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'How do I send money?', exact: true })).toBeVisible();
  // An answer leads to where it can be done; there one has to sign in, and comes back.
  await page.getByRole('main').getByRole('link', { name: names.send, exact: true }).click();
  await expect(page).toHaveURL('/login?next=/send');
});

test('a member comes to the help from the settings', async ({ member, names }) => {
  const { page } = member;
  await page.goto('/settings');
  await expectAwake(page);
  await page.getByRole('main').getByRole('link', { name: /^Help/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: names.help, exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'How much can I send?', exact: true }).click();
  await expect(page.getByText('Unverified: US$200.00 and US$500.00.')).toBeVisible();
});

test('a question that nobody has answered is not found', async ({ page, trouble }) => {
  trouble.allow(/404.*\/help\/nothing/);
  const answer = await page.goto('/help/nothing');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1, name: words('en', 'not_found_title') })).toBeVisible();
});

test('whatever is typed into the search is searched for and said back as text', async ({ page, names }) => {
  test.slow();
  await page.goto('/help');
  await expectAwake(page);
  const field = page.getByLabel(names.searchHelp, { exact: true });
  const markup = NAUGHTY.filter((text) => text.includes('<')).slice(0, 10);
  for (const text of [...markup, ...someOf(10), `"quoted" %_*? 'wild'`, '🎂👨‍👩‍👧', 'x'.repeat(10_240)]) {
    if (text.trim() === '') continue;
    await test.step(JSON.stringify(text).slice(0, 60), async () => {
      await field.fill(text);
      await field.press('Enter');
      await expect(page).toHaveURL(/\/help\?q=/);
      await expect(page.getByRole('heading', { level: 1, name: names.help, exact: true })).toBeVisible();
      await expect(page.getByRole('main').getByRole('button', { name: words('en', 'help_search_deed') })).toBeVisible();
    });
  }
});

test('the page about safety shows our own address and the messages we send', async ({ page, baseURL }) => {
  await page.goto('/safety');
  await expect(page.getByRole('definition').filter({ hasText: baseURL as string })).toBeVisible();
  await expect(page.getByRole('heading', { level: 3, name: words('en', 'mail_register_subject', { code: '482915' }) })).toBeVisible();
  await expect(page.getByText(within('en', 'safety_no_contact'))).toBeVisible();
});

test('the way to install the app is told for each kind of device', async ({ page }) => {
  await page.goto('/install');
  for (const name of ['Android', 'iPhone and iPad', 'Computer']) {
    const section = page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name, exact: true }) });
    await expect(section.getByRole('listitem').first()).toBeVisible();
  }
});
