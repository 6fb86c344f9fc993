import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** Whether a part of the application is ready, and why not or how far it is. */
export interface PartStatus {
  readonly ready: boolean;
  readonly detail?: string;
}

/** Where parts of the application tell whether they are ready; asked by `/readyz`. */
@Injectable()
export class Readiness {
  readonly #parts = new Map<string, () => PartStatus | Promise<PartStatus>>();

  /** @param status is asked at every `/readyz`; what it throws counts as not ready */
  register(name: string, status: () => PartStatus | Promise<PartStatus>): void {
    if (this.#parts.has(name)) throw new Error(`two parts call themselves ${name}`);
    this.#parts.set(name, status);
  }

  /** The status of every part; one that does not answer in time is not ready. */
  async check(limitMs = 2_000): Promise<Readonly<Record<string, PartStatus>>> {
    const silent: PartStatus = { ready: false, detail: 'no answer' };
    const parts = [...this.#parts].map(async ([name, status]) => {
      const limit = new AbortController();
      try {
        const answer = await Promise.race([status(), delay(limitMs, silent, { signal: limit.signal })]);
        return [name, answer] as const;
      } catch (error) {
        return [name, { ready: false, detail: error instanceof Error ? error.message : 'failed' }] as const;
      } finally {
        limit.abort();
      }
    });
    return Object.fromEntries(await Promise.all(parts));
  }
}
