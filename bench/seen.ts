import type { Figure } from './figure.js';
import { quantile, type SideBySide } from './statistics.js';

/** How long it took until something was seen. */
export interface Seen {
  /** Since the command or append was answered, in milliseconds. */
  readonly sinceAnswer: number;
  /** Since it was sent. */
  readonly sinceSent: number;
}

/** Sends something, and waits until what came of it is seen. */
export async function awaiting<Answer>(
  send: () => Promise<Answer>,
  see: (answer: Answer) => Promise<void>,
): Promise<Seen> {
  const sent = performance.now();
  const answer = await send();
  const answered = performance.now();
  await see(answer);
  const seen = performance.now();
  return { sinceAnswer: seen - answered, sinceSent: seen - sent };
}

/** Does the work so many times, one after the other. */
export async function repeated<Result>(count: number, work: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let index = 0; index < count; index += 1) results.push(await work());
  return results;
}

/** The median and the 99th percentile of both, since it was sent and since it was answered. */
export function figuresOf(
  { ours, beside }: SideBySide<readonly Seen[]>,
  named: { readonly seen: string; readonly beside: string },
): Figure[] {
  const figure = (since: string, of: keyof Seen, q: number): Figure => {
    const value = (samples: readonly (readonly Seen[])[]) =>
      quantile(
        samples.flat().map((seen) => seen[of]),
        q,
      );
    return {
      name: `command ${since} → ${named.seen} (p${q * 100})`,
      unit: 'ms',
      ours: value(ours),
      beside: { what: named.beside, value: value(beside) },
    };
  };
  return [
    figure('sent', 'sinceSent', 0.5),
    figure('sent', 'sinceSent', 0.99),
    figure('answered', 'sinceAnswer', 0.5),
    figure('answered', 'sinceAnswer', 0.99),
  ];
}
