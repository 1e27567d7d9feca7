// The connection breaks while a payment is confirmed: the page finds out by itself what became of it.

import { CUT } from '../fixtures/trouble.ts';
import { prepareSend } from '../helpers/deeds.ts';
import { within, words } from '../helpers/locale.ts';
import { PAYMENT_PASSWORD } from '../helpers/made-up.ts';
import { signal } from '../helpers/signal.ts';
import { expect, test } from '../fixtures/test.ts';
import type { Member } from '../helpers/member.ts';
import type { Page, Route } from '@playwright/test';

const CONFIRM = '**/fn/confirm_send';

const sent = (page: Page) => page.getByRole('heading', { level: 1, name: 'Payment sent', exact: true });
const deed = (page: Page) => page.getByRole('button', { name: 'Send US$9.00', exact: true });

/** The server gets the request and acts on it; its answer is lost. */
const loseAnswer = async (route: Route) => {
  await route.fetch();
  await route.abort('failed');
};
/** The server never hears of the request. */
const loseRequest = (route: Route) => route.abort('failed');

async function readyToPay(member: Member, payee: Member): Promise<Page> {
  await member.addMoney('50', 'USD');
  const { page } = member;
  await prepareSend(page, 'en', { to: payee.address, amount: '9', currency: 'USD' });
  await page.getByLabel('Payment password', { exact: true }).fill(PAYMENT_PASSWORD);
  return page;
}

async function expectPaidOnce(member: Member, payee: Member): Promise<void> {
  expect(await member.balance('USD')).toBe('41.00');
  expect(await payee.balance('USD')).toBe('9.00');
  expect(await member.entries(), 'the top-up and one payment').toBe(2);
}

test('an answer that gets lost after the payment was made leads to the receipt all the same', async ({
  member,
  newMember,
  trouble,
}) => {
  trouble.allow(...CUT);
  const payee = await newMember();
  const page = await readyToPay(member, payee);
  await page.route(CONFIRM, loseAnswer, { times: 1 });
  await deed(page).click();
  await expect(sent(page)).toBeVisible();
  await expectPaidOnce(member, payee);
});

test('a request that never arrived is sent again by the page itself, and pays once', async ({ member, newMember, trouble }) => {
  trouble.allow(...CUT);
  const payee = await newMember();
  const page = await readyToPay(member, payee);
  await page.route(CONFIRM, loseRequest, { times: 1 });
  await deed(page).click();
  await expect(sent(page)).toBeVisible();
  await expectPaidOnce(member, payee);
});

test('the page keeps asking while the connection is away and says that it does', async ({ member, newMember, trouble }) => {
  trouble.allow(...CUT);
  const payee = await newMember();
  const page = await readyToPay(member, payee);
  let asked = 0;
  await page.route(CONFIRM, (route) => {
    asked += 1;
    if (asked === 1) return loseAnswer(route);
    return asked <= 3 ? loseRequest(route) : route.continue();
  });
  await deed(page).click();
  await expect(page.getByRole('status').filter({ hasText: within('en', 'lost_asking') })).toBeVisible();
  // While nobody knows, nothing can be pressed a second time.
  await expect(deed(page)).toHaveAttribute('aria-disabled', 'true');
  await expect(sent(page)).toBeVisible();
  expect(asked).toBe(4);
  await expectPaidOnce(member, payee);
});

test('what could not be found out in time is not claimed, and pressing again pays once', async ({ member, newMember, trouble }) => {
  trouble.allow(...CUT);
  const payee = await newMember();
  const page = await readyToPay(member, payee);
  let away = true;
  let asked = 0;
  await page.route(CONFIRM, (route) => {
    asked += 1;
    if (asked === 1) return loseAnswer(route);
    return away ? loseRequest(route) : route.continue();
  });
  await deed(page).click();
  const unknown = page.getByRole('status').filter({ hasText: within('en', 'lost_unknown') });
  await expect(unknown).toBeVisible({ timeout: 60_000 });
  await expect(unknown.getByRole('link', { name: words('en', 'way_on_history') })).toHaveAttribute('href', '/history');
  await expect(page.getByLabel('Payment password', { exact: true })).toHaveValue(PAYMENT_PASSWORD);
  away = false;
  await deed(page).click();
  await expect(sent(page)).toBeVisible();
  await expectPaidOnce(member, payee);
});

test('leaving the page in the middle loses nothing: the payment is in the history', async ({ member, newMember, trouble }) => {
  trouble.allow(...CUT);
  const payee = await newMember();
  const page = await readyToPay(member, payee);
  const [underWay, answered] = [signal(), signal()];
  await page.route(CONFIRM, async (route) => {
    underWay.give();
    await route.fetch();
    answered.give();
    // The page that asked is gone by now.
    await route.abort('failed').catch(() => undefined);
  });
  await deed(page).click();
  await underWay.given;
  await page.goto('about:blank');
  await answered.given;
  await page.goto('/history');
  await expect(page.getByRole('link', { name: /−US\$9\.00/ })).toHaveCount(1);
  await expectPaidOnce(member, payee);
});

test('a form whose answer gets lost keeps what was typed and says what to do', async ({ member, newMember, names, trouble }) => {
  trouble.allow(...CUT);
  const payee = await newMember();
  await member.addMoney('50', 'USD');
  const { page } = member;
  await page.goto('/send');
  await page.getByLabel(names.to, { exact: true }).fill(payee.address);
  await page.getByLabel(names.amount, { exact: true }).fill('9');
  await page.getByLabel(names.note, { exact: true }).fill('Kept');
  await page.route('**/fn/prepare_send', loseRequest, { times: 1 });
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText(within('en', 'error_outcome_unknown'));
  await expect(page.getByLabel(names.note, { exact: true })).toHaveValue('Kept');
  await page.getByRole('button', { name: names.continue, exact: true }).click();
  await page.waitForURL('/send/confirm/*');
});

test('a card top-up whose answer gets lost is charged once', async ({ member, names, trouble }) => {
  trouble.allow(...CUT);
  const { page } = member;
  await page.goto('/topup');
  await page.getByLabel(names.amount, { exact: true }).fill('30');
  await page.getByLabel(names.cardNumber, { exact: true }).fill('4242424242424242');
  await page.getByLabel(names.expiry, { exact: true }).fill('12/34');
  await page.getByLabel(names.securityCode, { exact: true }).fill('123');
  await page.route('**/fn/topup_card', loseAnswer, { times: 1 });
  const add = page.getByRole('button', { name: 'Add US$30.00', exact: true });
  await add.click();
  await expect(page.getByRole('alert')).toBeVisible();
  await add.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Money added' })).toBeVisible();
  expect(await member.balance('USD')).toBe('30.00');
});
