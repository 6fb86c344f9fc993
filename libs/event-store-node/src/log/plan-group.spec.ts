import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Append, ExpectedRevision, RecordedEvent } from './event.js';
import { needsPlaces, planGroup } from './plan-group.js';
import type { Stored } from './plan-group.js';

const created = new Date(0);

/** What is stored, seen through the eyes of the plan; places may be asked for only where they are needed. */
function stored(log: readonly RecordedEvent[], appends: readonly Append[]): Stored {
  const lastRevision = (stream: string) => log.filter((event) => event.stream === stream).length - 1;
  return {
    head: log.length,
    lastRevision,
    places: (stream, id) =>
      appends.some((append) => append.stream === stream && needsPlaces(append, lastRevision(stream)))
        ? log.filter((event) => event.stream === stream && event.id === id)
        : [],
  };
}

function append(stream: string, expected: ExpectedRevision, ...ids: string[]): Append {
  const payload = {
    type: 'T',
    contentType: 'application/json',
    data: new Uint8Array(),
    metadata: new Uint8Array(),
  };
  return { stream, expected, events: ids.map((id) => ({ id, ...payload })) };
}

/** Appends in the groups given. */
function run(groups: readonly (readonly Append[])[]) {
  const log: RecordedEvent[] = [];
  const results = groups.flatMap((group) => {
    const plan = planGroup(group, stored(log, group), created);
    log.push(...plan.events);
    return plan.results;
  });
  return {
    log: log.map(({ stream, revision, id, position }) => ({ stream, revision, id, position })),
    results,
  };
}

describe('a group of appends', () => {
  it('judges each append with the earlier ones of the group done', () => {
    const { results, log } = run([
      [append('s', 'no-stream', 'a'), append('s', 0, 'b', 'c'), append('s', 0, 'd'), append('t', 'any', 'e')],
    ]);
    expect(results).toEqual([
      { kind: 'done', revision: 0, position: 1 },
      { kind: 'done', revision: 2, position: 3 },
      { kind: 'wrong-expected-revision', revision: 2 },
      { kind: 'done', revision: 0, position: 4 },
    ]);
    expect(log.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'e']);
  });

  it('knows a repetition of what the same group stores', () => {
    const again = append('s', 'no-stream', 'a', 'b');
    const anywhere = append('s', 'any', 'b');
    const { results, log } = run([[again, again, anywhere, append('s', 'any', 'b', 'x')]]);
    const first = { kind: 'done', revision: 1, position: 2 };
    expect(results).toEqual([first, first, first, { kind: 'wrong-expected-revision', revision: 1 }]);
    expect(log).toHaveLength(2);
  });

  const expected = fc.oneof(
    fc.constantFrom<ExpectedRevision>('any', 'no-stream', 'stream-exists'),
    fc.integer({ min: 0, max: 6 }),
  );
  const anyAppend = fc
    .tuple(
      fc.constantFrom('s', 't'),
      expected,
      fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 3 }),
    )
    .map(([stream, at, ids]) => append(stream, at, ...ids));

  it('comes to the same whether appends share groups or stand alone', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyAppend, { maxLength: 6 }), { maxLength: 8 }), (groups) => {
        expect(run(groups)).toEqual(run(groups.flat().map((one) => [one])));
      }),
    );
  });

  it('numbers the log and every stream without gaps', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyAppend, { maxLength: 6 }), { maxLength: 8 }), (groups) => {
        const { log } = run(groups);
        expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1));
        for (const stream of ['s', 't']) {
          const ours = log.filter((event) => event.stream === stream);
          expect(ours.map(({ revision }) => revision)).toEqual(ours.map((_, index) => index));
        }
      }),
    );
  });

  it('answers an append sent again at once as the first time', () => {
    fc.assert(
      fc.property(fc.array(anyAppend, { maxLength: 12 }), (appends) => {
        const { results } = run([appends.flatMap((one) => [one, one])]);
        for (const [index, one] of appends.entries()) {
          const [first, second] = results.slice(2 * index);
          const onceEach = new Set(one.events.map(({ id }) => id)).size === one.events.length;
          if (first?.kind === 'done' && onceEach && one.events.length > 0) expect(second).toEqual(first);
        }
      }),
    );
  });
});
