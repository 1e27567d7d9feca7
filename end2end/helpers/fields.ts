// What a person sees at a field: that it is wrong, and what is said beside it in their language.
// Found as a screen reader finds it, by what describes the field.

import { expect, type Locator } from '@playwright/test';
import { isWrittenIn, within, type Language } from './locale.ts';

/** The field is marked as wrong, and its description says so with the app's words for this code. */
export async function expectRefused(
  field: Locator,
  language: Language,
  code: string,
  facts: Record<string, string> = {},
): Promise<void> {
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(within(language, `error_${code}`, facts));
}

/** The field is marked as wrong, and something in the person's language stands visibly beside it, whatever it is. */
export async function expectSomeRefusal(field: Locator, language: Language): Promise<void> {
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  const described = (await field.getAttribute('aria-describedby')) ?? '';
  // The hint comes first, the mistake last.
  const beside = field.page().locator(`[id="${described.split(' ').at(-1)}"]`);
  await expect(beside).toBeVisible();
  const said = (await beside.textContent()) ?? '';
  expect(said.trim(), 'a mistake has words').not.toBe('');
  expect(isWrittenIn(language, said), `“${said}” is written in ${language}`).toBe(true);
}

/** Nothing is said against the field. */
export async function expectNotRefused(field: Locator): Promise<void> {
  await expect(field).not.toHaveAttribute('aria-invalid');
}
