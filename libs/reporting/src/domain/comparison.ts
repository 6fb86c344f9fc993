import {
  comparabilityOf,
  comparabilityOfTotal,
  comparedQuestions,
  type Bridge,
  type Comparability,
  type InstrumentVersion,
} from '@kompass/instrument';
import { pointsOf, yearOf, type Localised, type PartialDate, type Tenths } from '@kompass/kernel';
import { sumOfAll } from './figures.js';
import type { Figures } from './result.events.js';

/** A result as far as a comparison needs it. */
export interface Standing extends Figures {
  readonly id: string;
  readonly instrument: InstrumentVersion;
  readonly evaluatedAt: PartialDate;
}

/** Two figures in points; unknown is `null`, and so is a change that cannot be told. */
interface Compared {
  readonly from: number | null;
  readonly to: number | null;
  readonly change: number | null;
  readonly comparability: Comparability;
}

interface Side {
  readonly evaluationId: string;
  readonly year: number;
  readonly instrument: InstrumentVersion;
  readonly total: number | null;
}

/** Two results of a municipality side by side, in printed points. */
export interface Comparison {
  readonly from: Side;
  readonly to: Side;
  readonly change: number | null;
  readonly comparability: Comparability;
  readonly areas: ({ readonly id: string } & Compared)[];
  readonly questions: ({
    readonly id: string;
    readonly ids: { readonly from: string[]; readonly to: string[] };
    readonly note: Localised<string> | null;
  } & Compared)[];
}

/**
 * Puts an earlier result beside a later one. A change is the difference of printed figures, told only where both are
 * known and their instruments' versions comparable; what has no counterpart stands alone.
 */
export function compare(from: Standing, to: Standing, bridge: Bridge): Comparison {
  const total = compared(from.total, to.total, comparabilityOfTotal(bridge));
  return {
    from: sideOf(from),
    to: sideOf(to),
    change: total.change,
    comparability: total.comparability,
    areas: areasOf(from, to, bridge),
    questions: questionsOf(from, to, bridge),
  };
}

function sideOf({ id, evaluatedAt, instrument, total }: Standing): Side {
  return { evaluationId: id, year: yearOf(evaluatedAt), instrument, total };
}

function compared(from: number | null, to: number | null, comparability: Comparability): Compared {
  const told = from !== null && to !== null && comparability !== 'not-comparable';
  return { from, to, change: told ? to - from : null, comparability };
}

/** Without a bridge the same id means another area, so the two are never put into one row. */
function areasOf(from: Standing, to: Standing, bridge: Bridge): Comparison['areas'] {
  if (bridge === undefined) {
    return [
      ...from.areas.map(({ id, printed }) => ({ id, ...compared(printed, null, 'not-comparable') })),
      ...to.areas.map(({ id, printed }) => ({ id, ...compared(null, printed, 'not-comparable') })),
    ];
  }
  const bridged = bridge === 'same-version' ? [] : bridge.areas;
  const ids = new Set([...bridged, ...from.areas, ...to.areas].map(({ id }) => id));
  return [...ids].map((id) => {
    const comparability = comparabilityOf(bridge, 'areas', [id]);
    return { id, ...compared(printedOf(from, id), printedOf(to, id), comparability) };
  });
}

function printedOf({ areas }: Standing, id: string): number | null {
  return areas.find((area) => area.id === id)?.printed ?? null;
}

function questionsOf(from: Standing, to: Standing, bridge: Bridge): Comparison['questions'] {
  const known = { from: from.questions.map(({ id }) => id), to: to.questions.map(({ id }) => id) };
  return comparedQuestions(bridge, known).map(({ ids, comparability, note }) => {
    const tenths = compared(tenthsOf(from, ids.from), tenthsOf(to, ids.to), comparability);
    return {
      id: ids.to[0] ?? ids.from[0]!,
      ids: { from: [...ids.from], to: [...ids.to] },
      from: pointsOf(tenths.from),
      to: pointsOf(tenths.to),
      change: pointsOf(tenths.change),
      comparability,
      note: note ?? null,
    };
  });
}

function tenthsOf({ questions }: Standing, ids: readonly string[]): Tenths | null {
  return sumOfAll(ids.map((id) => questions.find((question) => question.id === id)?.points ?? null));
}
