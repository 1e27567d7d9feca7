// Every page there is, as a visitor and as a member with something on each of them.
// A page that is not listed here is not looked at: whoever adds a route adds it here.

import { CARDS } from './made-up.ts';
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
  place('/rates'),
  place('/rates?base=JPY'),
  place('/terms'),
  place('/privacy'),
  place('/sandbox/outbox?to=nobody@example.com', 'an empty mailbox'),
  place('/sandbox/bank'),
];

/** Pages of a member, all of them. */
const MEMBERS: Place[] = [
  place('/', 'home'),
  place('/setup'),
  place('/send'),
  place('/receive'),
  place('/topup'),
  place('/topup?method=bank'),
  place('/history'),
  place('/rates', 'rates for a member'),
  place('/settings'),
  place('/settings/profile'),
  place('/settings/security'),
  place('/settings/language'),
  place('/settings/devices'),
  place('/settings/notifications'),
  place('/notifications'),
];

/** The pages of somebody who has just come. */
export function pagesOfANewMember(): Place[] {
  return MEMBERS;
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
  const prepared = await member.prepare(payee.address, '5', 'USD', 'Next lunch');
  return [
    ...MEMBERS,
    place(`/history/${added}`, 'a card top-up'),
    place(`/history/${sent}`, 'the receipt of a payment'),
    place(`/history/${received}`, 'the receipt of money received'),
    place(`/history/${declined}`, 'a top-up that failed'),
    place(`/history/${asking}`, 'a top-up that needs authentication'),
    place(`/history/${awaited}`, 'a bank transfer that is awaited'),
    place(`/send/confirm/${prepared}`, 'a payment to confirm'),
    place(`/sandbox/outbox?to=${encodeURIComponent(member.address)}`, 'a full mailbox'),
  ];
}
