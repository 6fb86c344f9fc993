import { printedTotal, type Instrument } from '@kompass/instrument';
import { own, printedPoints, sumKnown, type Tenths } from '@kompass/kernel';

/** Agreed points by indicator. */
export type AgreedPoints = Readonly<Record<string, Tenths>>;

/** Sum of what is agreed, `null` while nothing is; `done` of `of` indicators are agreed. Tenths. */
export interface Sum {
  readonly points: Tenths | null;
  readonly max: Tenths;
  readonly done: number;
  readonly of: number;
}

/** A sum that is printed once all of it is agreed: `printed` in whole points. */
export interface PrintedSum extends Sum {
  readonly printed: number | null;
}

export interface QuestionTotal extends Sum {
  readonly id: string;
  readonly indicators: readonly {
    readonly id: string;
    readonly max: Tenths;
    readonly agreed: Tenths | null;
  }[];
}

export interface AreaTotal extends PrintedSum {
  readonly id: string;
  readonly questions: readonly QuestionTotal[];
}

export interface Totals {
  readonly total: PrintedSum;
  readonly areas: readonly AreaTotal[];
}

/** Adds up what is agreed, question by question and area by area; rounding as the report prints it. */
export function totalsOf(instrument: Instrument, agreed: AgreedPoints): Totals {
  const areas = instrument.areas.map((area): AreaTotal => {
    const questions = area.questions.map((question): QuestionTotal => {
      const indicators = question.indicators.map(({ id, maxTenths }) => ({
        id,
        max: maxTenths,
        agreed: own(agreed, id) ?? null,
      }));
      const done = indicators.filter((indicator) => indicator.agreed !== null).length;
      const points = sumKnown(indicators.map((indicator) => indicator.agreed));
      return { id: question.id, points, max: question.maxTenths, done, of: indicators.length, indicators };
    });
    const sum = sumOf(questions);
    const printed = sum.points !== null && sum.done === sum.of ? printedPoints(sum.points) : null;
    return { id: area.id, ...sum, printed, questions };
  });
  const complete = areas.map(({ points, printed }) => (printed === null ? null : points));
  return { total: { ...sumOf(areas), printed: printedTotal(complete) }, areas };
}

function sumOf(parts: readonly Sum[]): Sum {
  const add = (of: (part: Sum) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
  return {
    points: sumKnown(parts.map(({ points }) => points)),
    max: add(({ max }) => max),
    done: add(({ done }) => done),
    of: add(({ of }) => of),
  };
}
