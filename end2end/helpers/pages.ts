// Every page there is, as a visitor and as a member with something on each of them.
// A page that is not listed here is not looked at: whoever adds a route adds it here.

import { CARDS, PAYMENT_PASSWORD, newEmail } from './made-up.ts';
import type { Member } from './member.ts';

export interface Place {
  /** For the name of a failure. */
  what: string;
  path: string;
}

const place = (path: string, what = path): Place => ({ what, path });

/** Pages open to everybody. */
export const OPEN: Place[] = [
  place('/'),
  place('/register'),
  place('/login'),
  place('/register?invitation=01890000-0000-7000-8000-000000000000', 'an invitation that is none'),
  place('/rates'),
  place('/rates?base=JPY'),
  place('/rates?amount=100&currency=USD&target_currency=EUR', 'rates with a calculation'),
  place('/rates/USD-CNY'),
  place('/rates/JPY-USD?range=5y', 'five years of a pair'),
  place('/fees'),
  place('/help'),
  place('/help?q=card+declined', 'a search in the help'),
  place('/help?q=' + encodeURIComponent('麒麟 unicorn'), 'a search in the help that finds nothing'),
  place('/help/send-money', 'an answer'),
  place('/help/top-up-failed', 'an answer with points'),
  place('/faq'),
  place('/install'),
  place('/safety'),
  place('/terms'),
  place('/privacy'),
  place('/sandbox/outbox?to=nobody@example.com', 'an empty mailbox'),
  place('/sandbox/bank'),
];

/** Pages of a member, all of them. */
const MEMBERS: Place[] = [
  place('/', 'home'),
  place('/setup'),
  place('/setup?step=profile', 'the second step of the set-up'),
  place('/send'),
  place('/convert'),
  place('/receive'),
  place('/receive?amount=1250.5&currency=CNY&note=Rent', 'a code for an amount'),
  place('/receive?way=ask', 'asking for money'),
  place('/send?to=88012264512&amount=12&currency=EUR&note=Tea', 'a form that a link filled in'),
  place('/topup'),
  place('/topup?method=bank'),
  place('/history'),
  place('/history?q=nothing+like+this', 'a filter that finds nothing'),
  place('/history?q=tea&type=stolen&min=1e3&from=tomorrow', 'a filter full of mistakes'),
  place('/rates', 'rates for a member'),
  place('/settings'),
  place('/settings/profile'),
  place('/settings/security'),
  place('/settings/language'),
  place('/settings/devices'),
  place('/settings/notifications'),
  place('/notifications'),
  place('/settings/limits'),
  place('/help', 'help for a member'),
  place('/help/limits', 'an answer for a member'),
  place('/faq', 'all answers for a member'),
];

/** The pages of somebody who has just come. */
export function pagesOfANewMember(): Place[] {
  return MEMBERS;
}

/** A bank transfer about which the bank has reported. */
async function reported(member: Member, outcome: string): Promise<string> {
  const { id, reference } = await member.announceTransfer('10', 'GBP');
  await member.fn.done('sandbox_bank', { reference, outcome, amount: '' });
  return id;
}

/** Gives a member one of everything; the pages that show it. */
export async function pagesOfABusyMember(member: Member, payee: Member): Promise<Place[]> {
  const added = await member.addMoney('150', 'USD');
  await member.addMoney('20000', 'JPY');
  const sent = await member.send(payee.address, '12.34', 'USD', 'Lunch');
  await payee.addMoney('5', 'USD');
  await payee.send(member.account, '1.00', 'USD');
  const { items } = await member.fn.done<{ items: { id: string; kind: object | string }[] }>('history');
  const received = items.find(({ kind }) => typeof kind === 'object' && 'ReceivedFrom' in kind)?.id;
  const declined = await member.topUpByCard('10', 'EUR', CARDS.declined);
  const asking = await member.topUpByCard('10', 'EUR', CARDS.asksFirst);
  const { id: awaited } = await member.announceTransfer('10', 'GBP');
  const [arrived, late, lapsed] = [
    await reported(member, 'arrived'),
    await reported(member, 'late'),
    await reported(member, 'lapsed'),
  ];
  // Two that the balance is enough for one of: one is paid, the other refused for good.
  const [answered, refused] = [
    await member.prepare(payee.address, '50', 'USD'),
    await member.prepare(payee.address, '100', 'USD'),
  ];
  for (const id of [answered, refused]) {
    await member.fn.done('confirm_send', { id, payment_password: PAYMENT_PASSWORD });
  }
  const convert = async (amount: string) =>
    member.fn.done<string>('prepare_convert', { amount, currency: 'USD', target_currency: 'EUR' });
  const [quoted, converted] = [await convert('3'), await convert('2')];
  await member.fn.done('confirm_send', { id: converted, payment_password: PAYMENT_PASSWORD });
  const across = await member.fn.done<string>('prepare_send', {
    to: payee.address,
    they_get: '300',
    currency: 'USD',
    target_currency: 'JPY',
  });
  const prepared = await member.prepare(payee.address, '5', 'USD', 'Next lunch');
  await member.fn.done('set_tags', { id: sent, tags: 'food, 午饭' });
  await member.fn.done('set_private_note', { id: sent, private_note: 'Two lines\nfor myself' });
  const waiting = await member.send(newEmail('newcomer'), '1', 'USD');
  const back = await member.send(newEmail('newcomer'), '1', 'USD');
  const { waiting: taken } = await member.fn.done<{ waiting: { id: string } }>('activity', { id: back });
  await member.fn.done('cancel_invitation', { id: taken.id });
  const ask = async (from: Member, to: Member) =>
    from.fn.done<string>('ask_for_money', { to: to.address, amount: '7', currency: 'USD', note: 'Cinema' });
  const [requested, asked, refusedRequest] = [await ask(member, payee), await ask(payee, member), await ask(payee, member)];
  await member.fn.done('decline_request', { id: refusedRequest });
  return [
    ...MEMBERS,
    place(`/history/${waiting}`, 'money that waits for somebody'),
    place(`/history/${back}`, 'money that was taken back'),
    place(`/request/${requested}`, 'a request of one’s own'),
    place(`/request/${asked}`, 'a request to answer'),
    place(`/request/${refusedRequest}`, 'a request that was declined'),
    place('/history?status=done&currency=USD&tag=food', 'a filter that finds something'),
    place(`/send?repeat=${sent}`, 'a payment to be sent once more'),
    place(`/history/${added}`, 'a card top-up'),
    place(`/history/${sent}`, 'the receipt of a payment'),
    place(`/send/confirm/${quoted}`, 'a conversion to confirm'),
    place(`/send/confirm/${converted}`, 'a conversion that was made'),
    place(`/send/confirm/${across}`, 'a payment across currencies to confirm'),
    place('/history/EUR-1', 'the receipt of a conversion'),
    place(`/history/${received}`, 'the receipt of money received'),
    place(`/history/${declined}`, 'a top-up that failed'),
    place(`/history/${asking}`, 'a top-up that needs authentication'),
    place(`/history/${awaited}`, 'a bank transfer that is awaited'),
    place(`/history/${arrived}`, 'a bank transfer that arrived'),
    place(`/history/${late}`, 'a bank transfer that is late'),
    place(`/history/${lapsed}`, 'a bank transfer that failed'),
    place(`/send/confirm/${answered}`, 'a payment that was confirmed'),
    place(`/send/confirm/${refused}`, 'a payment that was refused'),
    place(`/send/confirm/${prepared}`, 'a payment to confirm'),
    place(`/sandbox/outbox?to=${encodeURIComponent(member.address)}`, 'a full mailbox'),
  ];
}
