// The wallet's server functions, called as its own pages call them: form-encoded, with the page's origin.
// For setting a scene, and for input that no page would send. What a person sees is told by the pages alone.

import { expect, type APIRequestContext, type APIResponse } from '@playwright/test';
import type { Language } from './locale.ts';

export interface Refusal {
  code: string;
  field?: string;
  facts: Record<string, unknown>;
}

export type Outcome<T> = { Done: T } | { Refused: Refusal[] };

export type Fields = Record<string, string>;

export class ServerFunctions {
  constructor(
    private readonly request: APIRequestContext,
    private readonly origin: string,
    private readonly language: Language,
  ) {}

  /** Calls one and gives the raw answer. */
  async raw(name: string, fields: Fields = {}): Promise<APIResponse> {
    // Not Playwright's `form`, which would write a missing field for an empty one.
    const body = new URLSearchParams(fields).toString();
    return this.request.post(`/fn/${name}`, {
      data: body,
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Accept': 'application/json',
        'Accept-Language': this.language,
        'Origin': this.origin,
      },
    });
  }

  /** Calls one that must be understood: done or refused. */
  async ask<T = unknown>(name: string, fields: Fields = {}): Promise<Outcome<T>> {
    const answer = await this.raw(name, fields);
    expect(answer.status(), `/fn/${name}: ${await answer.text()}`).toBe(200);
    return (await answer.json()) as Outcome<T>;
  }

  /** Calls one that must be done. */
  async done<T = unknown>(name: string, fields: Fields = {}): Promise<T> {
    const outcome = await this.ask<T>(name, fields);
    if ('Refused' in outcome) throw new Error(`/fn/${name} refused: ${JSON.stringify(outcome.Refused)}`);
    return outcome.Done;
  }

  /** Calls one that must be refused, and gives the reasons. */
  async refused(name: string, fields: Fields = {}): Promise<Refusal[]> {
    const outcome = await this.ask(name, fields);
    if ('Done' in outcome) throw new Error(`/fn/${name} was done, not refused`);
    return outcome.Refused;
  }
}
