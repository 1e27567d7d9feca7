// Which language a page is in: the browser's, until somebody says otherwise.

import { signIn } from '../helpers/deeds.ts';
import { words } from '../helpers/locale.ts';
import { message } from '../helpers/outbox.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Page } from '@playwright/test';

const english = (page: Page) => page.getByRole('heading', { level: 1, name: 'Register', exact: true });
const chinese = (page: Page) => page.getByRole('heading', { level: 1, name: '注册', exact: true });

for (const [browser, lang] of [
  ['zh-CN', 'zh-CN'],
  ['zh-TW', 'zh-CN'],
  ['zh-HK', 'zh-CN'],
  ['en-US', 'en'],
  ['en-GB', 'en'],
  ['fr-FR', 'en'],
  ['ja-JP', 'en'],
] as const) {
  test(`a browser that speaks ${browser} is answered in ${lang}`, async ({ openWindow }) => {
    const page = await openWindow({ locale: browser });
    await page.goto('/register');
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    await expect(lang === 'en' ? english(page) : chinese(page)).toBeVisible();
  });
}

test('the best liked of several languages decides', async ({ request }) => {
  for (const [liked, lang] of [
    ['fr-FR,fr;q=0.9,zh-CN;q=0.8,en;q=0.7', 'zh-CN'],
    ['de,en;q=0.9,zh;q=0.8', 'en'],
    ['zh;q=0,fr', 'en'],
    ['*', 'en'],
  ] as const) {
    const answer = await request.get('/login', { headers: { 'Accept-Language': liked } });
    expect(await answer.text(), liked).toContain(`<html lang="${lang}"`);
  }
});

test('a visitor chooses the other language, and it stays', async ({ page }) => {
  await page.goto('/register');
  await page.getByRole('button', { name: '中文', exact: true }).click();
  await expect(chinese(page)).toBeVisible();
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.getByRole('button', { name: 'English', exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test("a member's setting overrides every browser, and mails follow it", async ({ member, openWindow, newMember }) => {
  const { page } = member;
  await page.goto('/settings/language');
  await page.getByLabel('Language', { exact: true }).selectOption('zh-CN');
  await page.getByRole('button', { name: 'Save', exact: true }).first().click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('heading', { level: 1, name: words('zh-CN', 'settings_language') })).toBeVisible();

  const elsewhere = await openWindow({ locale: 'en-US' });
  await signIn(elsewhere, 'en', member.address);
  await expect(elsewhere.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await elsewhere.goto('/send');
  await expect(elsewhere.getByRole('heading', { level: 1, name: '转账', exact: true })).toBeVisible();

  const payer = await newMember();
  await payer.addMoney('20', 'USD');
  await payer.send(member.address, '8', 'USD', 'Hello');
  const told = await message(page.request, member.address, 'money_in');
  expect(told.text).toContain('已到账');
  const receipt = await message(page.request, payer.address, 'receipt');
  expect(receipt.text).toContain('You sent US$8.00');
});

test('amounts, dates and names of currencies follow the language', async ({ member }) => {
  await member.addMoney('1234.5', 'CNY');
  const { page } = member;
  await page.goto('/');
  await expect(page.getByText('CN¥1,234.50', { exact: true }).first()).toBeVisible();
  await member.fn.done('set_language', { locale: 'zh-CN' });
  await page.reload();
  await expect(page.getByText('¥1,234.50', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('人民币').first()).toBeVisible();
});
