// What is said against a field holds until that field is changed, and the topmost one takes the focus.

import { expectAwake } from '../helpers/deeds.ts';
import { expectNotRefused, expectRefused } from '../helpers/fields.ts';
import { words } from '../helpers/locale.ts';
import { newEmail } from '../helpers/made-up.ts';
import { expect, test } from '../fixtures/test.ts';

test('an empty payment is refused from the top, and each mistake goes as it is mended', async ({ member, names }) => {
  const { page } = member;
  await page.goto('/send');
  await expectAwake(page);
  const to = page.getByLabel(names.to, { exact: true });
  const amount = page.getByLabel(names.amount, { exact: true });
  const next = page.getByRole('button', { name: names.continue, exact: true });
  await next.click();
  await expectRefused(to, 'en', 'payee_empty');
  await expectRefused(amount, 'en', 'amount_empty');
  await expect(to).toBeFocused();
  await to.pressSequentially('n');
  await expectNotRefused(to);
  await expectRefused(amount, 'en', 'amount_empty');
  // The other side of the sum says as much.
  await page.getByLabel(words('en', 'send_they_get'), { exact: true }).fill('1');
  await expectNotRefused(amount);

  // The same mistake again is said again.
  await to.fill('');
  await to.press('Enter');
  await expectRefused(to, 'en', 'payee_empty');
  await expect(to).toBeFocused();
});

test('too little money is not held against another amount or currency', async ({ member, newMember, names }) => {
  const payee = await newMember();
  const { page } = member;
  await page.goto('/send');
  await expectAwake(page);
  await page.getByLabel(names.to, { exact: true }).fill(payee.address);
  const amount = page.getByLabel(names.amount, { exact: true });
  await amount.fill('5');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await expectRefused(amount, 'en', 'insufficient_funds');
  await page.getByLabel(names.currency, { exact: true }).selectOption('EUR');
  await expectNotRefused(amount);
});

test('a better password is not called weak any longer', async ({ page, names }) => {
  await page.goto('/register');
  await expectAwake(page);
  await page.getByLabel(names.emailOrPhone, { exact: true }).fill(newEmail('better'));
  await page.getByLabel(names.name, { exact: true }).fill('Betty Better');
  const password = page.getByLabel(names.password, { exact: true });
  const confirm = page.getByLabel(names.confirmPassword, { exact: true });
  const code = page.getByLabel(names.code, { exact: true });
  await password.fill('iloveyou');
  await confirm.fill('iloveme');
  await page.getByRole('checkbox', { name: names.agreement, exact: true }).check();
  await page.getByRole('button', { name: names.register, exact: true }).click();
  await expectRefused(code, 'en', 'code_empty');
  await expect(code).toBeFocused();
  await expectRefused(password, 'en', 'password_common');
  await expectRefused(confirm, 'en', 'passwords_differ');
  await password.fill('seven lanterns over water');
  await expectNotRefused(password);
  await expectNotRefused(confirm);
  await expectRefused(code, 'en', 'code_empty');
});

test('a filter that is mended says nothing against it any longer', async ({ member, names }) => {
  const { page } = member;
  await page.goto('/history?min=20&max=10&q=tea');
  await expectAwake(page);
  const largest = page.getByLabel(names.largestAmount, { exact: true });
  await expectRefused(largest, 'en', 'amounts_reversed');
  await largest.fill('30');
  await expectNotRefused(largest);
});
