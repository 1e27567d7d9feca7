// Every naughty string in every text field of every form, as requests: each gets an answer that the pages understand,
// never a fault, and a refusal belongs to the field that was wrong.

import { randomUUID } from 'node:crypto';
import { CARDS, EXPIRY, PASSWORD, PAYMENT_PASSWORD, SECURITY_CODE, newEmail } from '../helpers/made-up.ts';
import { NAUGHTY } from '../helpers/naughty.ts';
import type { Fields, Outcome } from '../helpers/server-functions.ts';
import type { Member } from '../helpers/member.ts';
import { expect, test } from '../fixtures/test.ts';

/** A text field of a form: how the form is sent with this text in it. */
interface TextField {
  call: string;
  field: string;
  /** The other fields, right, so that only this one can be wrong. */
  rest?: () => Fields;
  /** Fields that repeat this one. */
  repeated?: string[];
  /** Fields that this one decides about: the other side of a sum, when this one is empty or comes to too much. */
  decides?: string[];
  /** Codes of refusals that belong to the form as a whole. */
  ofTheWhole?: string[];
}

const card = () => ({
  id: randomUUID(),
  amount: '1',
  currency: 'USD',
  card: 'new',
  card_number: CARDS.declined,
  expiry: EXPIRY,
  security_code: SECURITY_CODE,
});
const registration = () => ({
  address: newEmail('naughty'),
  name: 'Nora',
  password: PASSWORD,
  confirm_password: PASSWORD,
  agreement: 'true',
});

const reset = () => ({ code: '000000', password: 'not the password', payment_password: '739105' });

/** Too many wrong tries of one kind are slowed down; that, too, is an answer. */
const SLOWED = ['rate_limited'];

function fieldsOf(payee: Member): TextField[] {
  return [
    { call: 'register_code', field: 'address', ofTheWhole: SLOWED },
    { call: 'register', field: 'address', rest: () => ({ ...registration(), code: '000000' }), ofTheWhole: SLOWED },
    { call: 'register', field: 'name', rest: () => ({ ...registration(), code: '000000' }), ofTheWhole: SLOWED },
    { call: 'register', field: 'password', repeated: ['confirm_password'], rest: () => ({ ...registration(), code: '000000' }) },
    { call: 'register', field: 'confirm_password', rest: () => ({ ...registration(), code: '000000' }) },
    { call: 'register', field: 'code', rest: registration },
    { call: 'password_strength', field: 'password', rest: () => ({ address: newEmail('naughty'), name: 'Nora' }) },
    { call: 'password_strength', field: 'address', rest: () => ({ password: PASSWORD, name: 'Nora' }) },
    { call: 'password_strength', field: 'name', rest: () => ({ password: PASSWORD, address: newEmail('naughty') }) },
    { call: 'sign_in', field: 'address', rest: () => ({ password: PASSWORD }), ofTheWhole: ['sign_in_wrong', ...SLOWED] },
    { call: 'sign_in', field: 'password', rest: () => ({ address: newEmail('naughty') }), ofTheWhole: ['sign_in_wrong'] },
    { call: 'find_payee', field: 'to' },
    { call: 'prepare_send', field: 'to', rest: () => ({ amount: '1', currency: 'USD', note: '' }) },
    { call: 'prepare_send', field: 'amount', rest: () => ({ to: payee.address, currency: 'USD', note: '' }) },
    { call: 'prepare_send', field: 'currency', rest: () => ({ to: payee.address, amount: '1', note: '' }) },
    { call: 'prepare_send', field: 'note', rest: () => ({ to: payee.address, amount: '1', currency: 'USD' }) },
    { call: 'prepare_send', field: 'they_get', decides: ['amount'], rest: () => ({ to: payee.address, amount: '', currency: 'USD', target_currency: 'EUR', note: '' }) },
    { call: 'prepare_send', field: 'target_currency', rest: () => ({ to: payee.address, amount: '1', currency: 'USD', note: '' }) },
    { call: 'prepare_convert', field: 'amount', rest: () => ({ currency: 'USD', they_get: '', target_currency: 'EUR' }) },
    { call: 'prepare_convert', field: 'they_get', decides: ['amount'], rest: () => ({ currency: 'USD', amount: '', target_currency: 'EUR' }) },
    { call: 'prepare_convert', field: 'currency', rest: () => ({ amount: '1', they_get: '', target_currency: 'EUR' }) },
    { call: 'prepare_convert', field: 'target_currency', rest: () => ({ amount: '1', they_get: '', currency: 'USD' }) },
    { call: 'personal_link', field: 'amount', rest: () => ({ currency: 'USD', note: '' }) },
    { call: 'personal_link', field: 'currency', rest: () => ({ amount: '1', note: '' }) },
    { call: 'personal_link', field: 'note', rest: () => ({ amount: '1', currency: 'USD' }) },
    { call: 'ask_for_money', field: 'to', rest: () => ({ amount: '1', currency: 'USD', note: '' }) },
    { call: 'ask_for_money', field: 'amount', rest: () => ({ to: payee.address, currency: 'USD', note: '' }) },
    { call: 'ask_for_money', field: 'currency', rest: () => ({ to: payee.address, amount: '1', note: '' }) },
    { call: 'ask_for_money', field: 'note', rest: () => ({ to: payee.address, amount: '1', currency: 'USD' }), ofTheWhole: ['requests_too_many'] },
    { call: 'topup_bank', field: 'amount', rest: () => ({ id: randomUUID(), currency: 'USD' }) },
    { call: 'topup_bank', field: 'currency', rest: () => ({ id: randomUUID(), amount: '1' }) },
    { call: 'topup_card', field: 'amount', rest: card },
    { call: 'topup_card', field: 'currency', rest: card },
    { call: 'topup_card', field: 'card_number', rest: card },
    { call: 'topup_card', field: 'expiry', rest: card },
    { call: 'topup_card', field: 'security_code', rest: card },
    { call: 'set_name', field: 'name' },
    { call: 'set_profile', field: 'birthday' },
    { call: 'set_profile', field: 'country' },
    { call: 'set_profile', field: 'street' },
    { call: 'set_profile', field: 'city' },
    { call: 'set_profile', field: 'postal_code' },
    { call: 'set_preferences', field: 'time_zone', rest: () => ({ currency: 'USD' }) },
    { call: 'set_preferences', field: 'currency', rest: () => ({ time_zone: 'UTC' }) },
    {
      call: 'change_password',
      field: 'current_password',
      rest: () => ({ new_password: PASSWORD, confirm_password: PASSWORD }),
      ofTheWhole: SLOWED,
    },
    {
      call: 'change_password',
      field: 'new_password',
      repeated: ['confirm_password'],
      rest: () => ({ current_password: 'not the password' }),
      ofTheWhole: SLOWED,
    },
    { call: 'set_payment_password', field: 'payment_password', rest: () => ({ current_payment_password: '' }) },
    { call: 'set_payment_password', field: 'current_payment_password', rest: () => ({ payment_password: '739105' }) },
    { call: 'reset_payment_password', field: 'code', rest: reset, ofTheWhole: SLOWED },
    { call: 'reset_payment_password', field: 'password', rest: reset, ofTheWhole: SLOWED },
    { call: 'reset_payment_password', field: 'payment_password', rest: reset, ofTheWhole: SLOWED },
    { call: 'help_search', field: 'q' },
    ...['search', 'type', 'status', 'currency', 'smallest_amount', 'largest_amount', 'from_date', 'to_date', 'tag'].map(
      (field) => ({ call: 'search_history', field }),
    ),
    { call: 'set_tags', field: 'tags', rest: () => ({ id: 'USD-1' }) },
    { call: 'set_private_note', field: 'private_note', rest: () => ({ id: 'USD-1' }) },
    { call: 'sandbox_bank', field: 'reference', rest: () => ({ outcome: 'arrived', amount: '' }) },
    { call: 'sandbox_outbox', field: 'to' },
  ];
}

/** Refusals that the right fields may get all the same: the code was made up, the current password is not given. */
const OF_OTHER_FIELDS: Record<string, string[]> = {
  register: ['code'],
  change_password: ['current_password'],
  set_payment_password: ['current_payment_password'],
  reset_payment_password: ['password'],
};

test('every naughty string in every text field gets a clear answer', async ({ member, newMember }) => {
  // Only a bound: some seven thousand requests.
  test.setTimeout(20 * 60_000);
  const payee = await newMember();
  await member.addMoney('100', 'USD');
  for (const { call, field, rest, repeated = [], decides = [], ofTheWhole = [] } of fieldsOf(payee)) {
    await test.step(`${call}: ${field}`, async () => {
      await inBatches(NAUGHTY, async (text) => {
        const fields = { ...rest?.(), [field]: text };
        for (const other of repeated) fields[other] = text;
        const answer = await member.fn.raw(call, fields);
        const told = `${call} with ${field} = ${JSON.stringify(text)}: ${answer.status()} ${await answer.text()}`;
        expect.soft(answer.status(), told).toBe(200);
        if (answer.status() !== 200) return;
        const outcome = (await answer.json()) as Outcome<unknown>;
        const refusals = 'Refused' in outcome ? outcome.Refused : [];
        const wrong = [field, ...repeated, ...decides, ...(OF_OTHER_FIELDS[call] ?? [])];
        for (const refusal of refusals) {
          const known = refusal.field ? wrong.includes(refusal.field) : ofTheWhole.includes(refusal.code);
          expect.soft(known, told).toBe(true);
        }
      });
    });
  }
  expect(await member.balance('USD'), 'no text has moved money').toBe('100.00');
});

test('a payment password of naughty characters is refused, then locked, and never moves money', async ({ member, newMember }) => {
  const payee = await newMember();
  await member.addMoney('100', 'USD');
  const id = await member.prepare(payee.address, '1', 'USD');
  await inBatches(NAUGHTY, async (text) => {
    const refusals = await member.fn.refused('confirm_send', { id, payment_password: text });
    for (const { field } of refusals) expect.soft(field, JSON.stringify(text)).toBe('payment_password');
  });
  const locked = await member.fn.refused('confirm_send', { id, payment_password: PAYMENT_PASSWORD });
  expect(locked.map(({ code }) => code)).toEqual(['payment_password_locked']);
  expect(await member.balance('USD')).toBe('100.00');
});

test('an id that is none is a refusal, and its page says that nothing is there', async ({ member }) => {
  for (const [call, field] of [
    ['activity', 'id'],
    ['send_status', 'id'],
    ['confirm_send', 'id'],
    ['topup_authenticate', 'id'],
    ['remove_card', 'id'],
    ['topup_bank', 'id'],
    ['topup_card', 'card'],
    ['history', 'cursor'],
    ['help_article', 'slug'],
    ['notifications', 'cursor'],
    ['mark_notifications_read', 'upto'],
    ['revoke_session', 'id'],
    ['search_history', 'cursor'],
    ['annotations', 'id'],
    ['set_tags', 'id'],
    ['set_private_note', 'id'],
    ['repeat_payment', 'id'],
  ] as const) {
    await inBatches(NAUGHTY.filter((text) => text !== ''), async (text) => {
      const answer = await member.fn.raw(call, { ...card(), approve: 'true', payment_password: PAYMENT_PASSWORD, [field]: text });
      expect.soft(answer.status(), `${call} with ${field} = ${JSON.stringify(text)}: ${await answer.text()}`).toBe(200);
    });
  }
});

test('naughty strings in an address of a page are answered without a fault', async ({ member }) => {
  test.slow();
  const { request } = member.page.context();
  await inBatches(NAUGHTY, async (text) => {
    const part = encodeURIComponent(text);
    for (const path of [
      `/login?next=${part}`,
      `/setup?next=${part}`,
      `/send?to=${part}`,
      `/send?repeat=${part}`,
      `/history?q=${part}`,
      `/history?type=${part}&status=${part}&currency=${part}&tag=${part}`,
      `/history?min=${part}&max=${part}&from=${part}&to=${part}`,
      `/history?cursor=${part}`,
      `/rates?base=${part}`,
      `/help?q=${part}`,
      `/help/${part}`,
      `/sandbox/outbox?to=${part}`,
      `/sandbox/outbox.json?to=${part}`,
      `/history/${part}`,
      `/send/confirm/${part}`,
      `/${part}`,
    ]) {
      const answer = await request.get(path, { maxRedirects: 0 });
      expect.soft(answer.status(), path).toBeLessThan(500);
      // Whatever is asked to come next, nobody is led to another site.
      const location = answer.headers()['location'] ?? '/';
      expect.soft(location, path).toMatch(/^\/(?![/\\])/);
    }
  });
});

/** A few at once: fast, and not a flood. */
async function inBatches<T>(items: T[], deed: (item: T) => Promise<void>): Promise<void> {
  const BATCH = 8;
  for (let at = 0; at < items.length; at += BATCH) {
    await Promise.all(items.slice(at, at + BATCH).map(deed));
  }
}
