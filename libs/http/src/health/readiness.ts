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

  /** The status of every part. */
  async check(): Promise<Readonly<Record<string, PartStatus>>> {
    const parts = [...this.#parts].map(async ([name, status]) => {
      try {
        return [name, await status()] as const;
      } catch (error) {
        return [name, { ready: false, detail: error instanceof Error ? error.message : 'failed' }] as const;
      }
    });
    return Object.fromEntries(await Promise.all(parts));
  }
}
