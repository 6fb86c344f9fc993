import { describe, expect, it } from '@jest/globals';
import { jsonSchemaOf } from '../json-schema.js';
import { check } from './check.js';
import { compareParked, parkedPage, parkedRoutes, type Parked } from './parked.routes.js';

const at = (ms: number): string => new Date(Date.UTC(2017, 8, 14) + ms).toISOString();
const parked = (id: string, ms: number): Parked => ({
  id,
  context: id.split('.')[0]!,
  group: 'reporting.record',
  topic: 'kompass.scoring.v1',
  key: 'roros-2017',
  type: null,
  messageId: null,
  attempts: 1,
  problem: 'a defect',
  parkedAt: at(ms),
  waiting: 0,
});

describe('the list of parked messages', () => {
  const inOrder = [
    parked('reporting.9', 1),
    parked('reporting.10', 1),
    parked('scoring.1', 1),
    parked('reporting.3', 2),
  ];

  it('is ordered by time, then by context and number', () => {
    expect(inOrder.toReversed().sort(compareParked)).toEqual(inOrder);
  });

  it('is put together of pages that begin at one place, and goes on after its last', () => {
    const [first, second, third, fourth] = inOrder as [Parked, Parked, Parked, Parked];
    const page = parkedPage([[first, second, fourth], [third]], 3);
    expect(page).toEqual({ items: [first, second, third], next: `${at(1)}~scoring.1` });
    const query = check(parkedRoutes.listParked.query, { after: page.next });
    expect(query).toEqual({ ok: true, value: { after: { parkedAt: at(1), id: 'scoring.1' }, limit: 100 } });
    expect(parkedPage([[fourth], []], 3)).toEqual({ items: [fourth], next: null });
    expect(parkedPage([[], []], 3)).toEqual({ items: [], next: null });
  });

  it.each([{ after: 'x' }, { limit: '0' }, { limit: '501' }, { limit: 'many' }, { state: 'skipped' }])(
    'refuses %j',
    (query) => {
      expect(check(parkedRoutes.listParked.query, query).ok).toBe(false);
    },
  );

  it('can be described', () => {
    const { properties } = jsonSchemaOf(parkedRoutes.listParked.query, 'input', {}) as {
      properties: Record<string, object>;
    };
    expect(properties['limit']).toMatchObject({ type: 'integer', minimum: 1, maximum: 500 });
    expect(properties['after']).toMatchObject({ type: 'string' });
  });
});
