// The browser's half takes over every page without a word in the console, whether one comes by address or by a link.
// That nothing is said is asserted for every test by its fixture; here every page is visited for it.

import { expectAwake, signIn } from '../helpers/deeds.ts';
import { LANGUAGES, words } from '../helpers/locale.ts';
import { OPEN, pagesOfABusyMember, pagesOfANewMember, type Place } from '../helpers/pages.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Page } from '@playwright/test';
import type { Trouble } from '../fixtures/trouble.ts';

/** Looks at each page by its address; says of which page it is when something is said. */
async function wake(page: Page, places: Place[], trouble: Trouble): Promise<void> {
  for (const { what, path } of places) {
    await test.step(what, async () => {
      await page.goto(path);
      const drawn = await text(page);
      await expectAwake(page);
      // Before and after, a person reads the same; buttons that need the program may have come.
      await expect.poll(() => text(page), what).toContain(drawn.split('\n')[0] ?? '');
      expect.soft(trouble.unexpected(), what).toEqual([]);
    });
  }
}

const text = (page: Page) => page.getByRole('main').innerText();

for (const language of LANGUAGES) {
  test.describe(language, () => {
    test.use({ language, locale: language === 'en' ? 'en-US' : 'zh-CN' });

    test('open pages wake up in silence', async ({ page, trouble }) => {
      await wake(page, OPEN, trouble);
    });

    test('empty pages of a member wake up in silence', async ({ member, trouble }) => {
      await wake(member.page, pagesOfANewMember(), trouble);
    });

    test('full pages of a member wake up in silence', async ({ member, newMember, trouble }) => {
      await wake(member.page, await pagesOfABusyMember(member, await newMember()), trouble);
    });
  });
}

/** Marks this document; a full load would lose the mark. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute('data-same-document', ''));
}

test('a member walks through the wallet by its links without leaving the document', async ({ member, newMember, names }) => {
  const payee = await newMember();
  await member.addMoney('20', 'USD');
  await member.send(payee.address, '2', 'USD', 'Walk');
  const { page } = member;
  await page.goto('/');
  await expectAwake(page);
  await mark(page);
  const nav = page.getByRole('navigation', { name: 'Main', exact: true });
  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
  for (const [link, title] of [
    ['History', names.history],
    ['Pay', names.send],
    ['Rates', names.rates],
    ['Me', names.settings],
  ] as const) {
    await nav.getByRole('link', { name: link, exact: true }).click();
    await expect(heading(title)).toBeVisible();
    await expect(nav.getByRole('link', { name: link, exact: true })).toHaveAttribute('aria-current', 'page');
  }
  for (const title of ['Profile', 'Passwords and safety', 'Language']) {
    await page.getByRole('main').getByRole('link', { name: new RegExp(`^${title}`) }).click();
    await expect(heading(title)).toBeVisible();
    await page.getByRole('link', { name: 'Back', exact: true }).click();
    await expect(heading(names.settings)).toBeVisible();
  }
  for (const [link, title] of [
    ['Send', names.send],
    ['Receive', 'Receive'],
    ['Add money', names.addMoney],
  ] as const) {
    await nav.getByRole('link', { name: 'Home', exact: true }).click();
    await page.getByRole('navigation', { name: 'What you can do' }).getByRole('link', { name: link, exact: true }).click();
    await expect(heading(title)).toBeVisible();
  }
  await nav.getByRole('link', { name: 'History', exact: true }).click();
  await page.getByRole('link', { name: /−US\$2\.00/ }).click();
  await expect(heading(names.paymentSent)).toBeVisible();
  await page.goBack();
  await expect(heading(names.history)).toBeVisible();
  await page.goForward();
  await expect(heading(names.paymentSent)).toBeVisible();
  await nav.getByRole('link', { name: 'Home', exact: true }).click();
  await expect(page.getByText('US$18.00').first()).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-same-document', '');
});

test('a visitor walks from the landing page to the rates and back without leaving the document', async ({ page, names }) => {
  await page.goto('/');
  await expectAwake(page);
  await mark(page);
  await page.getByRole('link', { name: names.rates, exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: names.rates, exact: true })).toBeVisible();
  await page.getByRole('navigation', { name: words('en', 'rates_base') }).getByRole('link', { name: 'JPY', exact: true }).click();
  await expect(page.getByRole('columnheader', { name: 'In JPY' })).toBeVisible();
  await page.getByRole('link', { name: names.signIn, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: names.signIn, exact: true })).toBeVisible();
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await expect(page.getByRole('link', { name: names.register, exact: true }).first()).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-same-document', '');
});

test('a member page asked for by a visitor leads to sign in and then on to it', async ({ member, openWindow }) => {
  const page = await openWindow();
  for (const path of ['/send', '/history', '/settings/security', '/topup', '/receive', '/setup']) {
    await page.goto(path);
    await expect(page).toHaveURL(`/login?next=${path}`);
  }
  await signIn(page, 'en', member.address);
  for (const path of ['/login', '/register']) {
    await page.goto(path);
    await expect(page, 'who is signed in has no business there').toHaveURL('/');
  }
});
