import { overlap } from '@kompass/instrument';
import type { MunicipalityNumber, Profile } from './municipality.events.js';

type Numbered = Pick<Profile, 'numbers'>;

/** The first of the numbers that another municipality has for some of the same days. */
export function takenNumber<M extends Numbered>(
  numbers: readonly MunicipalityNumber[],
  others: readonly M[],
): { readonly index: number; readonly by: M } | undefined {
  for (const [index, own] of numbers.entries()) {
    const by = others.find((other) =>
      other.numbers.some((taken) => taken.number === own.number && overlap(taken, own)),
    );
    if (by) return { index, by };
  }
  return undefined;
}

/** Of the municipalities that have or had a number, the one that had it last. */
export function lastHolder<M extends Numbered>(holders: readonly M[], number: string): M | undefined {
  const lastFrom = ({ numbers }: M): string =>
    numbers
      .filter((each) => each.number === number)
      .map(({ from = '' }) => from)
      .sort()
      .at(-1) ?? '';
  return [...holders].sort((a, b) => (lastFrom(a) < lastFrom(b) ? -1 : 1)).at(-1);
}
