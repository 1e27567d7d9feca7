// The same way by phone number, in Chinese, on a phone of 360 px; money comes from a bank, and goes to an account number.

import { expectBalance, prepareSend, registerPerson, setPaymentPassword } from '../helpers/deeds.ts';
import { PAYMENT_PASSWORD, newPhone } from '../helpers/made-up.ts';
import { message } from '../helpers/outbox.ts';
import { expect, test } from '../fixtures/test.ts';
import { words } from '../helpers/locale.ts';
import { expectNoSidewaysScroll } from '../helpers/looks.ts';

test('两个人用手机号注册，一个人从银行充值，按账号转账，双方都看到', async ({ page, openWindow }) => {
  const chen = { address: newPhone(), name: '陈晓明' };
  const lin = { address: newPhone(), name: '林一诺' };

  await registerPerson(page, 'zh-CN', chen);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await setPaymentPassword(page, 'zh-CN');

  await page.goto('/topup');
  await expect(page.getByRole('heading', { level: 1, name: '充值', exact: true })).toBeVisible();
  await page.getByRole('link', { name: '银行转账', exact: true }).tap();
  await page.getByLabel('币种', { exact: true }).selectOption('CNY');
  await page.getByLabel('金额', { exact: true }).fill('500');
  await page.getByRole('button', { name: '继续', exact: true }).tap();
  await page.waitForURL('/history/*');
  await expect(page.getByRole('heading', { level: 1, name: '等待银行转账' })).toBeVisible();
  await expectNoSidewaysScroll(page);
  const topup = page.url();
  // Nothing is there before the bank says so.
  await expectBalance(page, 'CNY', '¥0.00');

  await page.goto(topup);
  const reference = await page.getByRole('definition').filter({ hasText: /^[A-Z0-9-]{6,}$/ }).first().innerText();
  await page.getByRole('link', { name: '去沙盒银行' }).tap();
  await page.getByLabel('参考号', { exact: true }).fill(reference);
  await page.getByRole('button', { name: '通知钱包' }).tap();
  await expect(page.getByRole('status').filter({ hasText: '银行的通知已处理' })).toBeVisible();
  await expectBalance(page, 'CNY', '¥500.00');

  const other = await openWindow();
  await registerPerson(other, 'zh-CN', lin);
  await other.goto('/receive');
  const account = (await other.getByText(/^88\d{2} \d{4} \d{3}$/).innerText()).trim();

  await prepareSend(page, 'zh-CN', { to: account, amount: '66.60', currency: 'CNY', note: '生日快乐' });
  await expect(page.getByText('林*诺')).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.getByLabel('支付密码', { exact: true }).fill(PAYMENT_PASSWORD);
  await page.getByRole('button', { name: '转账 ¥66.60', exact: true }).tap();
  await expect(page.getByRole('heading', { level: 1, name: '转账成功', exact: true })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('生日快乐');
  await expectNoSidewaysScroll(page);
  await expectBalance(page, 'CNY', '¥433.40');

  await other.goto('/history');
  await expect(other.getByRole('heading', { level: 1, name: '账单', exact: true })).toBeVisible();
  await expect(other.getByRole('link', { name: /陈\*明.*\+¥66\.60/ })).toBeVisible();
  await expectBalance(other, 'CNY', '¥66.60');
  const told = await message(page.request, lin.address, 'money_in');
  expect(told.text).toContain('¥66.60');
  expect(told.text).toContain('生日快乐');

  await page.goto('/settings');
  await page.getByRole('button', { name: '退出登录', exact: true }).tap();
  await expect(page.getByRole('heading', { level: 1, name: words('zh-CN', 'landing_title') })).toBeVisible();
});
