import { printedTotal, type Instrument } from '@kompass/instrument';
import { Rejected, printedPoints, tenthsOf, unreachable, type Tenths } from '@kompass/kernel';
import type { Published, PublishedPoints } from './result.commands.js';
import type { EvaluationAdopted, Figures } from './result.events.js';

/** An area or question of an instrument. */
interface Part {
  readonly id: string;
  readonly maxTenths: Tenths;
}

type PointsById = ReadonlyMap<string, Tenths | null>;

/**
 * What follows from published points. Where the file of the instrument is loaded they are held against it, what was
 * not published stands there as unknown, and questions add up to areas, areas to the total. Without the file there is
 * no more than what was published.
 *
 * @throws Rejected `unknown-area`, `unknown-question`, `score-above-maximum`, `points-not-in-tenths`,
 *   `points-negative`; `result-invalid` with `errors: [{ field, rule }]` where the points contradict themselves
 */
export function figuresOf(published: Published, instrument: Instrument | undefined): Figures {
  const parts = instrument?.areas.flatMap(({ questions }) => questions);
  switch (published.knownBy) {
    case 'total': {
      const total = printedPoints(
        tenthsWithin('total', published.total, instrument && maximumOf(instrument)),
      );
      return { total, areas: printedAreas(new Map(), instrument), questions: [] };
    }
    case 'areas': {
      const areas = printedAreas(pointsById('areas', published.areas, instrument?.areas), instrument);
      return { total: totalOf(areas, instrument, published.total), areas, questions: [] };
    }
    case 'questions': {
      const points = pointsById('questions', published.questions, parts);
      const areas = printedAreas(areaSums(points, instrument), instrument);
      const questions = inOrder(points, parts).map(([id, tenths]) => ({ id, points: tenths }));
      return { total: totalOf(areas, instrument), areas, questions };
    }
    default:
      return unreachable(published);
  }
}

/** What an evaluation was finalised with, in the figures of any result. */
export function figuresOfEvaluation({ total, areas }: EvaluationAdopted['data']): Figures {
  return {
    total: total.printed,
    areas: areas.map(({ id, printed }) => ({ id, printed })),
    questions: areas.flatMap(({ questions }) => questions.map(({ id, tenths }) => ({ id, points: tenths }))),
  };
}

function maximumOf({ areas }: Instrument): Tenths {
  return areas.reduce((sum, { maxTenths }) => sum + maxTenths, 0);
}

function tenthsWithin(field: string, points: number, max: Tenths | undefined): Tenths {
  const tenths = tenthsOf(points, field);
  if (max !== undefined && tenths > max) {
    throw new Rejected('score-above-maximum', { field, value: points, max: max / 10 });
  }
  return tenths;
}

/** The points by id; every id once, and one of the instrument where its parts are known. */
function pointsById(
  field: 'areas' | 'questions',
  published: readonly PublishedPoints[],
  parts: readonly Part[] | undefined,
): PointsById {
  const byId = new Map<string, Tenths | null>();
  for (const [index, { id, points }] of published.entries()) {
    const part = parts?.find((known) => known.id === id);
    if (parts && !part) {
      const code = field === 'areas' ? 'unknown-area' : 'unknown-question';
      throw new Rejected(code, { field: `${field}.${index}.id`, value: id });
    }
    if (byId.has(id)) throw contradiction(`${field}.${index}.id`, 'unique');
    byId.set(id, points === null ? null : tenthsWithin(`${field}.${index}.points`, points, part?.maxTenths));
  }
  return byId;
}

/** Areas of which every question is known. */
function areaSums(questions: PointsById, instrument: Instrument | undefined): PointsById {
  const sums = instrument?.areas.map((area) => {
    const points = area.questions.map(({ id }) => questions.get(id) ?? null);
    return [area.id, sumOfAll(points)] as const;
  });
  return new Map(sums);
}

/** The sum where all is known and there is something to add, else unknown. */
export function sumOfAll(points: readonly (Tenths | null)[]): Tenths | null {
  let sum: Tenths | null = null;
  for (const each of points) {
    if (each === null) return null;
    sum = (sum ?? 0) + each;
  }
  return sum;
}

/** In the order of the instrument, with what is missing as unknown; as given where the instrument is not known. */
function inOrder(points: PointsById, parts: readonly Part[] | undefined): [string, Tenths | null][] {
  return parts ? parts.map(({ id }) => [id, points.get(id) ?? null]) : [...points];
}

function printedAreas(points: PointsById, instrument: Instrument | undefined): Figures['areas'] {
  return inOrder(points, instrument?.areas).map(([id, tenths]) => ({
    id,
    printed: tenths === null ? null : printedPoints(tenths),
  }));
}

/** The sum of the printed areas where all are known, else what was published. */
function totalOf(
  areas: Figures['areas'],
  instrument: Instrument | undefined,
  published?: number,
): number | null {
  const sum = instrument ? printedTotal(areas.map(({ printed }) => printed && printed * 10)) : null;
  if (sum !== null && published !== undefined && sum !== published) {
    throw contradiction('total', 'sum-of-areas');
  }
  return sum ?? published ?? null;
}

function contradiction(field: string, rule: 'unique' | 'sum-of-areas'): Rejected {
  return new Rejected('result-invalid', { errors: [{ field, rule }] });
}
