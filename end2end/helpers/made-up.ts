// Addresses and secrets of people who do not exist. Each is used once, so that tests never meet.

import { randomInt, randomUUID } from 'node:crypto';

/** Domains of RFC 2606 belong to nobody. */
export function newEmail(who: string): string {
  return `${who}.${randomUUID().slice(0, 12)}@example.com`;
}

/** A Chinese mobile number as people write it. */
export function newPhone(): string {
  return `138${String(randomInt(100_000_000)).padStart(8, '0')}`;
}

export const PASSWORD = 'copper lantern 7 drifts';
export const PAYMENT_PASSWORD = '482915';

export const CARDS = {
  succeeds: '4242 4242 4242 4242',
  declined: '4000 0000 0000 0002',
  insufficientFunds: '4000 0000 0000 9995',
  expired: '4000 0000 0000 0069',
  wrongSecurityCode: '4000 0000 0000 0127',
  asksFirst: '4000 0000 0000 3220',
} as const;

/** Far enough for every run, near enough for every card. */
export const EXPIRY = '12/34';
export const SECURITY_CODE = '123';
