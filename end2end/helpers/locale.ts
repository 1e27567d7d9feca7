// The two languages of the wallet and the words of the app in each.
// The names that are a contract with people and programs stand in `names.ts`, not here: a test that looks them up in
// the app's own files would agree with every change.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Language = 'en' | 'zh-CN';

export const LANGUAGES: Language[] = ['en', 'zh-CN'];

type Tree = { [key: string]: string | Tree };

const tables: Record<Language, Map<string, string>> = { en: read('en'), 'zh-CN': read('zh-CN') };

function read(language: Language): Map<string, string> {
  const file = join(import.meta.dirname, '../../app/locales', `${language}.json`);
  const table = new Map<string, string>();
  const flatten = (prefix: string, tree: Tree) => {
    for (const [key, value] of Object.entries(tree)) {
      const name = prefix ? `${prefix}_${key}` : key;
      if (typeof value === 'string') table.set(name, value);
      else flatten(name, value);
    }
  };
  flatten('', JSON.parse(readFileSync(file, 'utf8')) as Tree);
  return table;
}

/** A text of the app and nothing else. Its placeholders are filled from `facts`; one not among them is any words. */
export function words(language: Language, key: string, facts: Record<string, string> = {}): RegExp {
  return new RegExp(`^${pattern(language, key, facts)}$`, 'u');
}

/** A text of the app with others around it. */
export function within(language: Language, key: string, facts: Record<string, string> = {}): RegExp {
  return new RegExp(pattern(language, key, facts), 'u');
}

function pattern(language: Language, key: string, facts: Record<string, string>): string {
  const text = tables[language].get(key);
  if (text === undefined) throw new Error(`${key} has no text in ${language}`);
  const parts = text.split(/\{(\w+)\}/);
  const patterns = parts.map((part, at) => {
    if (at % 2 === 0) return escaped(part);
    const fact = facts[part];
    return fact === undefined ? '.+' : escaped(fact);
  });
  return patterns.join('');
}

/** The text itself as a pattern. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Whether a text is written in this language. */
export function isWrittenIn(language: Language, text: string): boolean {
  return /\p{Script=Han}/u.test(text) === (language === 'zh-CN');
}
