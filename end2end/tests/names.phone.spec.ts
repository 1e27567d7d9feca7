// The Chinese names that people and programs find the pages by, as the contract spells them; and a phone number all the
// way: one signs in with it and pays to it.

import { expectBalance, prepareSend, registerPerson, setPaymentPassword, signIn } from '../helpers/deeds.ts';
import { PAYMENT_PASSWORD, newPhone } from '../helpers/made-up.ts';
import { expect, test } from '../fixtures/test.ts';

test('按钮、标题和字段叫约定的名字', async ({ page, openWindow, member }) => {
  const visitor = await openWindow();
  await visitor.goto('/login');
  await expect(visitor.getByRole('heading', { level: 1, name: '登录', exact: true })).toBeVisible();
  await expect(visitor.getByRole('button', { name: '登录', exact: true })).toBeVisible();
  await visitor.goto('/rates');
  await expect(visitor.getByRole('heading', { name: '汇率', exact: true })).toBeVisible();

  expect(member.language).toBe('zh-CN');
  await page.goto('/settings');
  await expect(page.getByRole('heading', { level: 1, name: '设置', exact: true })).toBeVisible();
  await page.goto('/topup');
  for (const field of ['银行卡号', '有效期', '安全码']) {
    await expect(page.getByLabel(field, { exact: true })).toBeVisible();
  }
  // A rise is red on the mainland.
  await expect(page.locator('html')).toHaveAttribute('data-market', 'red-up');
});

test('用手机号登录，转账到手机号', async ({ page, openWindow, member }) => {
  const lin = { address: newPhone(), name: '林一诺' };
  const other = await openWindow();
  await registerPerson(other, 'zh-CN', lin);
  await setPaymentPassword(other, 'zh-CN');
  await other.goto('/settings');
  await other.getByRole('button', { name: '退出登录', exact: true }).tap();
  await expect(other.getByRole('link', { name: '登录', exact: true }).first()).toBeVisible();
  await signIn(other, 'zh-CN', lin.address);

  await member.addMoney('80', 'CNY');
  await prepareSend(page, 'zh-CN', { to: lin.address, amount: '20', currency: 'CNY' });
  await expect(page.getByText('林*诺')).toBeVisible();
  await page.getByLabel('支付密码', { exact: true }).fill(PAYMENT_PASSWORD);
  await page.getByRole('button', { name: '转账 ¥20.00', exact: true }).tap();
  await expect(page.getByRole('heading', { level: 1, name: '转账成功', exact: true })).toBeVisible();
  await expectBalance(other, 'CNY', '¥20.00');
});
