// The same in Chinese on a phone of 360 px, by phone number and from a bank.

import { expectBalance, prepareSend, setPaymentPassword, signIn } from '../helpers/deeds.ts';
import { within, words } from '../helpers/locale.ts';
import { expectNoSidewaysScroll } from '../helpers/looks.ts';
import { PAYMENT_PASSWORD, newPhone } from '../helpers/made-up.ts';
import { registerPlainly } from '../helpers/plain.ts';
import { NO_SCRIPTS } from '../fixtures/trouble.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ javaScriptEnabled: false });

test('关掉脚本也能注册、从银行充值、转账、看账单和设置、退出再登录', async ({ page, newMember, trouble }) => {
  test.slow();
  trouble.allow(...NO_SCRIPTS, /422/);
  const payee = await newMember();
  const chen = { address: newPhone(), name: '陈晓明' };
  await registerPlainly(page, 'zh-CN', chen);
  await setPaymentPassword(page, 'zh-CN');

  await page.goto('/topup');
  await page.getByRole('link', { name: '银行转账', exact: true }).tap();
  await page.getByLabel('币种', { exact: true }).selectOption('CNY');
  await page.getByLabel('金额', { exact: true }).fill('五百');
  await page.getByRole('button', { name: '继续', exact: true }).tap();
  await expect(page.getByLabel('金额', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('金额', { exact: true })).toHaveValue('五百');
  await expectNoSidewaysScroll(page);
  await page.getByLabel('金额', { exact: true }).fill('500');
  await page.getByRole('button', { name: '继续', exact: true }).tap();
  await page.waitForURL('/history/*');
  const reference = await page.getByRole('definition').filter({ hasText: /^[A-Z0-9-]{6,}$/ }).first().innerText();
  await page.getByRole('link', { name: '去沙盒银行' }).tap();
  await page.getByLabel('参考号', { exact: true }).fill(reference);
  await page.getByRole('button', { name: '通知钱包' }).tap();
  await expect(page.getByRole('status').filter({ hasText: '银行的通知已处理' })).toBeVisible();
  await expectBalance(page, 'CNY', '¥500.00');

  await prepareSend(page, 'zh-CN', { to: payee.account, amount: '66.60', currency: 'CNY', note: '生日快乐' });
  await expectNoSidewaysScroll(page);
  await page.getByLabel('支付密码', { exact: true }).fill('000111');
  await page.getByRole('button', { name: '转账 ¥66.60', exact: true }).tap();
  await expect(page.getByText(within('zh-CN', 'error_payment_password_wrong', { tries: '4' }))).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.getByLabel('支付密码', { exact: true }).fill(PAYMENT_PASSWORD);
  await page.getByRole('button', { name: '转账 ¥66.60', exact: true }).tap();
  await expect(page.getByRole('heading', { level: 1, name: '转账成功', exact: true })).toBeVisible();
  await expectBalance(page, 'CNY', '¥433.40');

  await page.goto('/history');
  await expect(page.getByRole('main').getByRole('link', { name: /¥66\.60/ })).toBeVisible();
  await page.goto('/settings/language');
  await page.getByLabel(words('zh-CN', 'settings_time_zone')).selectOption('Asia/Tokyo');
  await page.getByRole('button', { name: words('zh-CN', 'form_save') }).last().tap();
  await expect(page.getByText(words('zh-CN', 'settings_saved'))).toBeVisible();
  await page.goto('/settings');
  await page.getByRole('button', { name: '退出登录', exact: true }).tap();
  await expect(page.getByRole('heading', { level: 1, name: words('zh-CN', 'landing_title') })).toBeVisible();
  await signIn(page, 'zh-CN', chen.address);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(chen.name);
});
