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
