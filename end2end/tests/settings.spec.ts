// Settings: name, passwords, sessions. What is changed in one place holds in every other.

import { expectAwake, prepareSend, signIn } from '../helpers/deeds.ts';
import { expectRefused } from '../helpers/fields.ts';
import { words } from '../helpers/locale.ts';
import { PASSWORD, PAYMENT_PASSWORD } from '../helpers/made-up.ts';
import { message } from '../helpers/outbox.ts';
import { expect, test } from '../fixtures/test.ts';

const NEW_PASSWORD = 'velvet harbour 9 whistles';
const NEW_PAYMENT_PASSWORD = '905173';

test('a new name is seen by oneself and, in part, by others', async ({ member, newMember, names }) => {
  const { page } = member;
  await page.goto('/settings/profile');
  await page.getByLabel(names.name, { exact: true }).fill('Rosalind Franklin');
  await page.getByRole('button', { name: words('en', 'form_save') }).click();
  await expect(page.getByRole('status').filter({ hasText: words('en', 'settings_saved') })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Rosalind Franklin');

  const other = await newMember();
  await other.page.goto('/send');
  await other.page.getByLabel(names.to, { exact: true }).fill(member.account);
  await other.page.getByLabel(names.to, { exact: true }).press('Tab');
  await expect(other.page.getByText(/^Rosalind F\*+n$/)).toBeVisible();
});

test('a changed password ends every other session and is the only one that signs in', async ({ member, openWindow, names }) => {
  const elsewhere = await openWindow();
  await signIn(elsewhere, 'en', member.address);

  const { page } = member;
  await page.goto('/settings/security');
  const [current, fresh, confirm] = [
    page.getByLabel(words('en', 'password_current')),
    page.getByLabel(words('en', 'password_new')),
    page.getByLabel(names.confirmPassword, { exact: true }),
  ];
  const change = page.getByRole('button', { name: words('en', 'password_change') });
  await current.fill('not the password');
  await fresh.fill('short');
  await confirm.fill('other');
  await change.click();
  await expectRefused(fresh, 'en', 'password_too_short');
  await expectRefused(confirm, 'en', 'passwords_differ');
  await fresh.fill(NEW_PASSWORD);
  await confirm.fill(NEW_PASSWORD);
  await change.click();
  await expectRefused(current, 'en', 'password_wrong');
  await current.fill(PASSWORD);
  await change.click();
  await expect(page.getByRole('status').filter({ hasText: words('en', 'password_changed') })).toBeVisible();

  // Here one stays signed in; elsewhere one has to sign in, with the new password.
  await page.goto('/history');
  await expect(page).toHaveURL('/history');
  await elsewhere.goto('/history');
  await expect(elsewhere).toHaveURL(/\/login\?next=\/history/);
  await elsewhere.getByLabel(names.emailOrPhone, { exact: true }).fill(member.address);
  await elsewhere.getByLabel(names.password, { exact: true }).fill(PASSWORD);
  await elsewhere.getByRole('button', { name: names.signIn, exact: true }).click();
  await expect(elsewhere.getByRole('alert')).toHaveText(words('en', 'error_sign_in_wrong'));
  await elsewhere.getByLabel(names.password, { exact: true }).fill(NEW_PASSWORD);
  await elsewhere.getByRole('button', { name: names.signIn, exact: true }).click();
  await elsewhere.waitForURL('/history');
  const told = await message(page.request, member.address, 'security', ({ subject }) => subject === 'Your password was changed');
  expect(told.text).toContain('every other device was signed out');
});

test('a changed payment password pays, the old one does not', async ({ member, newMember, names }) => {
  const payee = await newMember();
  await member.addMoney('20', 'USD');
  const { page } = member;
  await page.goto('/settings/security');
  const current = page.getByLabel(words('en', 'payment_password_current'));
  const fresh = page.getByLabel(words('en', 'payment_password_new'));
  const change = page.getByRole('button', { name: words('en', 'payment_password_change') });
  await current.fill('730615');
  await fresh.fill(NEW_PAYMENT_PASSWORD);
  await change.click();
  await expectRefused(current, 'en', 'payment_password_wrong', { tries: '4' });
  await current.fill(PAYMENT_PASSWORD);
  await change.click();
  await expect(page.getByRole('status').filter({ hasText: words('en', 'payment_password_done') })).toBeVisible();

  await prepareSend(page, 'en', { to: payee.address, amount: '2', currency: 'USD' });
  const password = page.getByLabel(names.paymentPassword, { exact: true });
  await password.fill(PAYMENT_PASSWORD);
  await page.getByRole('button', { name: 'Send US$2.00', exact: true }).click();
  await expectRefused(password, 'en', 'payment_password_wrong');
  await password.fill(NEW_PAYMENT_PASSWORD);
  await page.getByRole('button', { name: 'Send US$2.00', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: names.paymentSent, exact: true })).toBeVisible();
});

test('signing out everywhere ends every session', async ({ member, openWindow }) => {
  const elsewhere = await openWindow();
  await signIn(elsewhere, 'en', member.address);
  const { page } = member;
  await page.goto('/settings/security');
  await page.getByRole('button', { name: words('en', 'security_everywhere') }).click();
  await page.waitForURL('/login');
  for (const window of [page, elsewhere]) {
    await window.goto('/settings');
    await expect(window).toHaveURL(/\/login/);
  }
});

test('the list of devices leads to the very place where one signs out everywhere', async ({ member }) => {
  const { page } = member;
  await page.setViewportSize({ width: 1280, height: 500 });
  await page.goto('/settings/devices');
  await expectAwake(page);
  await page.getByRole('link', { name: words('en', 'security_everywhere') }).click();
  await expect(page.getByRole('button', { name: words('en', 'security_everywhere') })).toBeInViewport();
});

test('only ways that one has are offered for messages, and what was chosen for the others stays', async ({ member }) => {
  const { page } = member;
  await page.goto('/settings/notifications');
  const security = page.getByRole('group', { name: words('en', 'choices_security') });
  await expect(security.getByRole('checkbox')).toHaveCount(2);
  await expect(page.getByRole('checkbox', { name: words('en', 'choices_phone') })).toHaveCount(0);
  for (const box of await security.getByRole('checkbox').all()) await box.uncheck();
  const save = page.getByRole('button', { name: words('en', 'form_save') });
  await save.click();
  await expect(page.getByRole('alert')).toHaveText(words('en', 'error_security_unreachable'));
  await security.getByRole('checkbox', { name: words('en', 'choices_email') }).check();
  await save.click();
  await expect(page.getByRole('status').filter({ hasText: words('en', 'settings_saved') })).toBeVisible();
  expect(await member.fn.done('notification_choices')).toEqual([['security', 'inbox']]);
});

test('a session that ended while a form was open leads to sign in and back', async ({ member, page, names }) => {
  await page.goto('/send');
  await page.getByLabel(names.to, { exact: true }).fill('somebody@example.com');
  await page.getByLabel(names.amount, { exact: true }).fill('1');
  await page.getByLabel(names.currency, { exact: true }).selectOption('EUR');
  await page.getByLabel(names.note, { exact: true }).fill('Not lost');
  await member.fn.done('sign_out');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await page.waitForURL('/login?next=/send');
  await page.getByLabel(names.emailOrPhone, { exact: true }).fill(member.address);
  await page.getByLabel(names.password, { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: names.signIn, exact: true }).click();
  await page.waitForURL('/send');
  await expect(page.getByLabel(names.to, { exact: true })).toHaveValue('somebody@example.com');
  await expect(page.getByLabel(names.amount, { exact: true })).toHaveValue('1');
  await expect(page.getByLabel(names.currency, { exact: true })).toHaveValue('EUR');
  await expect(page.getByLabel(names.note, { exact: true })).toHaveValue('Not lost');

  // Whoever signs out leaves nothing behind.
  await page.goto('/settings');
  await page.getByRole('button', { name: names.signOut, exact: true }).click();
  await expect(page.getByRole('link', { name: names.signIn, exact: true }).first()).toBeVisible();
  await signIn(page, 'en', member.address);
  await page.goto('/send');
  await expect(page.getByLabel(names.to, { exact: true })).toHaveValue('');
});

test('a session that ended on a page with a query leads back to all of it', async ({ member, page, names }) => {
  await member.fn.done('sign_out');
  await page.goto('/topup?method=bank');
  await page.waitForURL('/login?next=/topup?method=bank');
  await page.getByLabel(names.emailOrPhone, { exact: true }).fill(member.address);
  await page.getByLabel(names.password, { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: names.signIn, exact: true }).click();
  await page.waitForURL('/topup?method=bank');
});

test('a forgotten payment password is replaced by a code and the sign-in password', async ({ member, newMember, names }) => {
  const payee = await newMember();
  await member.addMoney('20', 'USD');
  const { page } = member;
  await page.goto('/settings/security');
  await page.getByRole('button', { name: names.getCode, exact: true }).click();
  const { code } = await message(page.request, member.address, 'reset');
  const typedCode = page.getByLabel(names.code, { exact: true });
  const password = page.getByLabel(names.password, { exact: true });
  const fresh = page.getByLabel(names.paymentPassword, { exact: true });
  const deed = page.getByRole('button', { name: words('en', 'reset_deed') });
  await typedCode.fill(code as string);
  await password.fill('not the password');
  await fresh.fill(NEW_PAYMENT_PASSWORD);
  await deed.click();
  await expectRefused(password, 'en', 'password_wrong');
  await expect(password).toBeFocused();
  // The same mistake again is told again.
  await deed.focus();
  await deed.click();
  await expect(password).toBeFocused();
  await password.fill(PASSWORD);
  await deed.click();
  await expect(page.getByRole('status').filter({ hasText: words('en', 'payment_password_done') }).first()).toBeVisible();
  const told = await message(page.request, member.address, 'security');
  expect(told.subject).toBe('Your payment password was set');

  await prepareSend(page, 'en', { to: payee.address, amount: '2', currency: 'USD' });
  await page.getByLabel(names.paymentPassword, { exact: true }).fill(NEW_PAYMENT_PASSWORD);
  await page.getByRole('button', { name: 'Send US$2.00', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: names.paymentSent, exact: true })).toBeVisible();
});

test('the account number signs in as well as the address', async ({ member, openWindow }) => {
  const elsewhere = await openWindow();
  await signIn(elsewhere, 'en', member.account);
  await expect(elsewhere.getByRole('heading', { level: 1 })).toContainText(member.name);
});

test('the currency of totals and the time zone are kept', async ({ member }) => {
  const { page } = member;
  await page.goto('/settings/language');
  await page.getByLabel(words('en', 'settings_display_currency')).selectOption('EUR');
  await page.getByLabel(words('en', 'settings_time_zone')).selectOption('Asia/Tokyo');
  await page.getByRole('button', { name: words('en', 'form_save') }).last().click();
  await expect(page.getByRole('status').filter({ hasText: words('en', 'settings_saved') })).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 2, name: words('en', 'home_total', { currency: 'Euro' }) })).toBeVisible();
  await page.goto('/settings/language');
  await expect(page.getByLabel(words('en', 'settings_time_zone'))).toHaveValue('Asia/Tokyo');
});
