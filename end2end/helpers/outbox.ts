// The sandbox's mailbox: what a person would find in their mail or on their phone.
// Never fetches a message before it was asked for: it waits until the message is there.

import { expect, type APIRequestContext } from '@playwright/test';

export interface Message {
  to: string;
  kind: string;
  subject: string | null;
  text: string;
  code: string | null;
  link: string | null;
  at: string;
}

export type MessageKind = 'register_code' | 'signin_code' | 'reset' | 'money_in' | 'security' | 'invite' | 'receipt';

/** All messages to an address, newest first. */
export async function outbox(request: APIRequestContext, to: string): Promise<Message[]> {
  const answer = await request.get('/sandbox/outbox.json', { params: { to } });
  expect(answer.status(), 'the sandbox shows its mailbox').toBe(200);
  return (await answer.json()) as Message[];
}

/** The newest message of a kind that `wanted` accepts, as soon as it has arrived. */
export async function message(
  request: APIRequestContext,
  to: string,
  kind: MessageKind,
  wanted: (message: Message) => boolean = () => true,
): Promise<Message> {
  const find = async () => (await outbox(request, to)).find((found) => found.kind === kind && wanted(found));
  await expect.poll(find, { message: `a message of kind ${kind} to ${to}`, timeout: 30_000 }).toBeTruthy();
  return (await find()) as Message;
}

/** The newest registration code sent to an address, other than `used`. */
export async function registerCode(request: APIRequestContext, to: string, used?: string): Promise<string> {
  const found = await message(request, to, 'register_code', ({ code }) => code !== null && code !== used);
  return found.code as string;
}
