import type { Period } from './period.js';

/** What has numbers, each for a time: a municipality. */
export interface Numbered {
  readonly numbers: readonly (Period & { readonly number: string })[];
}

/** Of those that have or had a number, the one that had it last. */
export function lastHolder<H extends Numbered>(holders: readonly H[], number: string): H | undefined {
  const lastFrom = ({ numbers }: H): string =>
    numbers
      .filter((each) => each.number === number)
      .map(({ from = '' }) => from)
      .sort()
      .at(-1) ?? '';
  return [...holders].sort((a, b) => (lastFrom(a) < lastFrom(b) ? -1 : 1)).at(-1);
}
