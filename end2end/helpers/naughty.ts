// Texts that break programs, from `fixtures/naughty.json`.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const NAUGHTY = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/naughty.json'), 'utf8')) as string[];

/** One of every few, for where each costs a page. */
export function someOf(count: number): string[] {
  const step = NAUGHTY.length / count;
  return Array.from({ length: count }, (_, at) => NAUGHTY[Math.floor(at * step)] as string);
}
