// A person with an account, signed in in a window of their own, made by the server functions.
// For stories about what comes after registration; how one registers is told by the journeys.

import type { Page } from '@playwright/test';
import type { Language } from './locale.ts';
import { CARDS, EXPIRY, PASSWORD, PAYMENT_PASSWORD, SECURITY_CODE, newEmail } from './made-up.ts';
import { registerCode } from './outbox.ts';
import { ServerFunctions } from './server-functions.ts';
import { randomUUID } from 'node:crypto';

/** The last part of the address of a page in the history. */
export type PathId = string;

interface Prepared {
  progress: { Paid: { activity: PathId } } | { Refused: unknown } | { Ready: unknown } | 'Expired';
}

export class Member {
  private constructor(
    readonly page: Page,
    readonly fn: ServerFunctions,
    readonly language: Language,
    readonly address: string,
    readonly name: string,
    /** Grouped for reading. */
    readonly account: string,
  ) {}

  /** Registers somebody in the window of `page` and gives them the usual payment password. */
  static async create(page: Page, language: Language): Promise<Member> {
    const request = page.context().request;
    const origin = new URL((await request.head('/healthz')).url()).origin;
    const fn = new ServerFunctions(request, origin, language);
    const address = newEmail('member');
    const name = language === 'en' ? 'Nora Lindqvist' : '陆听雨';
    await fn.done('register_code', { address });
    const code = await registerCode(request, address);
    await fn.done('register', {
      address,
      name,
      password: PASSWORD,
      confirm_password: PASSWORD,
      code,
      agreement: 'true',
    });
    await fn.done('set_payment_password', { payment_password: PAYMENT_PASSWORD });
    const { account } = await fn.done<{ account: string }>('settings');
    return new Member(page, fn, language, address, name, account);
  }

  /** Adds money by a card that succeeds. */
  async addMoney(amount: string, currency: string): Promise<PathId> {
    return this.topUpByCard(amount, currency, CARDS.succeeds);
  }

  /** Asks for money from a card, whatever comes of it. */
  async topUpByCard(amount: string, currency: string, card: string): Promise<PathId> {
    return this.fn.done('topup_card', {
      id: randomUUID(),
      amount,
      currency,
      card: 'new',
      card_number: card,
      expiry: EXPIRY,
      security_code: SECURITY_CODE,
    });
  }

  /** Announces a bank transfer. */
  async announceTransfer(amount: string, currency: string): Promise<{ id: PathId; reference: string }> {
    const id = await this.fn.done<PathId>('topup_bank', { id: randomUUID(), amount, currency });
    const { reference } = await this.fn.done<{ reference: string }>('activity', { id });
    return { id, reference };
  }

  /** Prepares a payment; the answer is the id under which it waits for confirmation. */
  async prepare(to: string, amount: string, currency: string, note = ''): Promise<string> {
    return this.fn.done('prepare_send', { to, amount, currency, note });
  }

  /** Sends money; the answer is the id of its page in the history. */
  async send(to: string, amount: string, currency: string, note = ''): Promise<PathId> {
    const id = await this.prepare(to, amount, currency, note);
    const { progress } = await this.fn.done<Prepared>('confirm_send', { id, payment_password: PAYMENT_PASSWORD });
    if (typeof progress === 'object' && 'Paid' in progress) return progress.Paid.activity;
    throw new Error(`not paid: ${JSON.stringify(progress)}`);
  }

  /** What the wallet says is in the balance: `12.00`; `0` where there never was any. */
  async balance(currency: string): Promise<string> {
    const { balances } = await this.fn.done<{ balances: { posted: { amount: string; currency: string } }[] }>('dashboard');
    return balances.find(({ posted }) => posted.currency === currency)?.posted.amount ?? '0';
  }

  /** How many entries the history has. */
  async entries(): Promise<number> {
    const { items } = await this.fn.done<{ items: unknown[] }>('history');
    return items.length;
  }
}
