import { Rejected, yearOf } from '@kompass/kernel';
import type { Standing } from './comparison.js';

/** A result in the series of its municipality. */
export interface SeriesEntry extends Standing {
  readonly origin: 'recorded' | 'evaluation';
}

/** The results of a municipality in time order; a date known in part comes before a full one in it. */
export function inTimeOrder(series: readonly SeriesEntry[]): SeriesEntry[] {
  const key = ({ evaluatedAt, id }: SeriesEntry): string => `${evaluatedAt} ${id}`;
  return [...series].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * The two results to compare: of the years asked for, else the last year and the one before it. Of several in one
 * year the last counts, and what was evaluated here before what was recorded by hand.
 *
 * @throws Rejected `result-unknown` where there is none for one of the two
 */
export function pairOf(
  series: readonly SeriesEntry[],
  years: { readonly from?: number | undefined; readonly to?: number | undefined },
): { readonly from: SeriesEntry; readonly to: SeriesEntry } {
  const ordered = inTimeOrder(series);
  const to = standingOf(ordered, years.to);
  const earlier = ordered.filter(({ evaluatedAt }) => yearOf(evaluatedAt) < yearOf(to.evaluatedAt));
  return { from: standingOf(years.from === undefined ? earlier : ordered, years.from), to };
}

function standingOf(ordered: readonly SeriesEntry[], asked: number | undefined): SeriesEntry {
  const last = ordered.at(-1);
  const year = asked ?? (last && yearOf(last.evaluatedAt));
  const candidates = ordered.filter(({ evaluatedAt }) => yearOf(evaluatedAt) === year);
  const standing = candidates.findLast(({ origin }) => origin === 'evaluation') ?? candidates.at(-1);
  if (!standing) throw new Rejected('result-unknown', asked === undefined ? {} : { year: asked });
  return standing;
}
