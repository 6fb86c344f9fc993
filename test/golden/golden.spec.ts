import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { findChainFault, recall, type EventCatalog } from '@kompass/event-store';
import { digestOf, parseInstrument } from '@kompass/instrument';
import type { DomainEvent, Recorded } from '@kompass/kernel';
import { instrumentCatalog, municipalityCatalog } from '@kompass/register';
import { resultCatalog } from '@kompass/reporting';
import { evaluationCatalog, evolve, totalsOf, unopened, type Evaluation } from '@kompass/scoring';
import { eventOf, lineOf } from './golden-log.js';

/** What each log folds to, for ever. */
const golden = {
  'demo-0.1.0.jsonl': { total: 396, areas: [33, 38, 65, 57, 52, 43, 39, 69], earlier: 254 },
} as const;

const folder = new URL('./', import.meta.url);

it('every log in this folder is held to its figures', () => {
  const logs = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  expect(logs.toSorted()).toEqual(Object.keys(golden).toSorted());
});

describe.each(Object.entries(golden))('%s', (name, figures) => {
  const lines = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n');
  const log = lines.map(eventOf);

  /** The events of a category as today's code knows them. */
  const recalled = <E extends DomainEvent>(catalog: EventCatalog<E>, id = ''): Recorded<E>[] =>
    log
      .filter(({ stream }) => stream.startsWith(`${catalog.category}-${id}`))
      .flatMap((stored) => recall(catalog, stored) ?? []);

  it('is canonical, in the order of the log and without a gap', () => {
    expect(log.map(lineOf)).toEqual(lines);
    expect(log.map(({ position }) => position.commit)).toEqual(log.map((_, index) => BigInt(index + 1)));
  });

  it('is a whole chain in every stream', () => {
    for (const name of new Set(log.map(({ stream }) => stream)))
      expect(findChainFault(log.filter(({ stream }) => stream === name))).toBeUndefined();
  });

  it('is understood to its last event', () => {
    const understood = [evaluationCatalog, instrumentCatalog, municipalityCatalog, resultCatalog].flatMap((catalog) => recalled<DomainEvent>(catalog));
    const [identity] = log;
    expect(identity).toMatchObject({ stream: 'kompass-log', type: 'LogCreated' });
    expect(understood).toHaveLength(log.length - 1);
  });

  it('folds to the published figures', () => {
    const state = recalled(evaluationCatalog, 'roros-2017').reduce<Evaluation>(evolve, unopened);
    const { digest } = state.opened!.instrument;
    const published = recalled(instrumentCatalog, digest).find((event) => event.type === 'InstrumentPublished')!;
    const instrument = parseInstrument(published.data.document);
    expect(digestOf(instrument)).toBe(digest);
    const agreed = Object.fromEntries(Object.entries(state.indicators).map(([id, { agreement }]) => [id, agreement!.value.points]));
    const { total, areas } = totalsOf(instrument, agreed);
    expect([total.printed, areas.map(({ printed }) => printed)]).toEqual([figures.total, figures.areas]);
  });

  it('holds what reporting made of them', () => {
    const results = recalled(resultCatalog);
    expect(results.flatMap((event) => (event.type === 'ResultRecorded' ? event.data.total : []))).toEqual([figures.earlier]);
    expect(results.flatMap((event) => (event.type === 'EvaluationAdopted' ? event.data.total.printed : []))).toEqual([figures.total]);
  });

  it('holds no text that is not sealed, and nobody’s address', () => {
    const text = lines.filter((line) => !line.includes('"stream":"instrument-')).join('\n');
    expect(text).toContain('"sealed":"');
    expect(text).not.toMatch(/"plain"|@|Frivillig/);
  });
});
