import { Rejected } from '@kompass/kernel';
import type { Area, Indicator, Instrument, Question } from './instrument.js';

/** Where a question stands. */
export interface QuestionPlace {
  readonly question: Question;
  readonly area: Area;
}

/** Where an indicator stands. */
export interface IndicatorPlace extends QuestionPlace {
  readonly indicator: Indicator;
}

/** Everything of an instrument by its id, in the instrument's order. */
export interface InstrumentIndex {
  readonly areas: ReadonlyMap<string, Area>;
  readonly questions: ReadonlyMap<string, QuestionPlace>;
  readonly indicators: ReadonlyMap<string, IndicatorPlace>;
}

const indexes = new WeakMap<Instrument, InstrumentIndex>();

/** The index of an instrument, built once for each. */
export function indexOf(instrument: Instrument): InstrumentIndex {
  let index = indexes.get(instrument);
  if (index === undefined) indexes.set(instrument, (index = built(instrument)));
  return index;
}

/** @throws Rejected `unknown-area` */
export function areaOf(instrument: Instrument, id: string): Area {
  return known(indexOf(instrument).areas, 'area', id);
}

/** @throws Rejected `unknown-question` */
export function questionOf(instrument: Instrument, id: string): QuestionPlace {
  return known(indexOf(instrument).questions, 'question', id);
}

/** @throws Rejected `unknown-indicator` */
export function indicatorOf(instrument: Instrument, id: string): IndicatorPlace {
  return known(indexOf(instrument).indicators, 'indicator', id);
}

function known<T>(index: ReadonlyMap<string, T>, kind: string, id: string): T {
  const found = index.get(id);
  if (found === undefined) throw new Rejected(`unknown-${kind}`, { field: kind, value: id });
  return found;
}

function built(instrument: Instrument): InstrumentIndex {
  const { areas } = instrument;
  const questions = areas.flatMap((area) => area.questions.map((question) => ({ question, area })));
  const indicators = questions.flatMap(({ question, area }) =>
    question.indicators.map((indicator) => ({ indicator, question, area })),
  );
  return {
    areas: new Map(areas.map((area) => [area.id, area])),
    questions: new Map(questions.map((place) => [place.question.id, place])),
    indicators: new Map(indicators.map((place) => [place.indicator.id, place])),
  };
}
