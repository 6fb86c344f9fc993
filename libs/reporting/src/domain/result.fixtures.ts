import { bundledInstruments, digestOf } from '@kompass/instrument';
import { printedPoints, type Localised, type Sealed } from '@kompass/kernel';
import { figuresOf } from './figures.js';
import type { AdoptEvaluation, MarkReopened, Published, RecordResult } from './result.commands.js';
import type {
  EvaluationAdopted,
  FinalisedEvaluation,
  RecordingSuperseded,
  ResultRecorded,
  ResultReopened,
} from './result.events.js';

export const { '2.0': earlier, '2.1': later, crosswalk } = bundledInstruments();

/** Røros 2013, whole points by area; they print 254. */
export const areas2013 = [25, 16, 38, 33, 27, 33, 26, 56];

/** Røros 2017, tenths by question in the order of version 2.1; source: KS-K rapport 19/2017, completed. */
const questions2017 = [
  [75, 85, 13, 120, 35],
  [60, 90, 79, 93, 60],
  [76, 148, 180, 153, 90],
  [135, 60, 15, 72, 171, 117],
  [75, 65, 180, 45, 96, 56],
  [120, 64, 117, 15, 93, 20],
  [130, 113, 81, 70, 0],
  [124, 101, 133, 103, 63, 103, 63],
];

/** A text as it stands in an event; the seal is a fixture's, nobody opens it. */
export function sealedText(text = 'KS-K rapport 19/2017'): Localised<Sealed> {
  return { nb: { digest: text, sealed: 'c2VhbGVk', key: '00000000-0000-4000-8000-000000000000' } };
}

export function publishedAreas(points: readonly (number | null)[] = areas2013): Published {
  return { knownBy: 'areas', areas: points.map((each, index) => ({ id: String(index + 1), points: each })) };
}

/** Røros 2013. */
export function recordResult(over: Partial<RecordResult> = {}): RecordResult {
  return {
    type: 'RecordResult',
    municipality: 'roros',
    instrument: { id: earlier.id, version: earlier.version },
    evaluatedAt: '2013-12',
    published: publishedAreas(),
    source: sealedText(),
    ...over,
  };
}

export function resultRecorded(over: Partial<ResultRecorded['data']> = {}): ResultRecorded {
  const { type: _type, published, ...about } = recordResult();
  const { knownBy } = published;
  return { type: 'ResultRecorded', data: { ...about, knownBy, ...figuresOf(published, earlier), ...over } };
}

/** Røros 2017, every question in its first indicator. */
export function finalisedEvaluation(over: Partial<FinalisedEvaluation> = {}): FinalisedEvaluation {
  const areas = later.areas.map(({ id, questions }, area) => {
    const scored = questions.map(({ id: question, indicators }, index) => {
      const tenths = questions2017[area]![index]!;
      return { id: question, tenths, indicators: [{ id: indicators[0]!.id, tenths }] };
    });
    const tenths = scored.reduce((sum, question) => sum + question.tenths, 0);
    return { id, tenths, printed: printedPoints(tenths), questions: scored };
  });
  const add = (of: (area: (typeof areas)[number]) => number) =>
    areas.reduce((sum, area) => sum + of(area), 0);
  return {
    municipality: 'roros',
    instrument: { id: later.id, version: later.version, digest: digestOf(later) },
    evaluatedAt: '2017-09',
    blind: false,
    factCheck: false,
    language: 'nb',
    edition: 1,
    total: { tenths: add(({ tenths }) => tenths), printed: add(({ printed }) => printed) },
    areas,
    ...over,
  };
}

/** The revision of the evaluation grows with its editions. */
export function adoptEvaluation(over: Partial<FinalisedEvaluation> = {}): AdoptEvaluation {
  const evaluation = finalisedEvaluation(over);
  return { type: 'AdoptEvaluation', ...evaluation, revision: evaluation.edition * 100 };
}

export function evaluationAdopted(over: Partial<EvaluationAdopted['data']> = {}): EvaluationAdopted {
  const { type: _type, ...adopted } = adoptEvaluation(over);
  return { type: 'EvaluationAdopted', data: { ...adopted, reopened: false, ...over } };
}

export function markReopened(edition = 1): MarkReopened {
  return { type: 'MarkReopened', edition, revision: edition * 100 + 1 };
}

export function resultReopened(edition = 1): ResultReopened {
  return { type: 'ResultReopened', data: { edition, revision: edition * 100 + 1 } };
}

export function recordingSuperseded(municipality = 'roros'): RecordingSuperseded {
  return { type: 'RecordingSuperseded', data: { municipality } };
}
