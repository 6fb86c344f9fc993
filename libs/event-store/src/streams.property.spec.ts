import { describe, expect, it } from '@jest/globals';
import type { Recorded, Unsealed } from '@kompass/kernel';
import {
  contextOf,
  marksOf,
  MemoryEventLog,
  MemoryPassageKeys,
  mostMarks,
  tally,
  type AppendFault,
  type Tally,
  type TallyCommand,
  type TallyEvent,
} from '@kompass/testing';
import fc from 'fast-check';
import { findChainFault } from './chain.js';
import { recall } from './event-catalog.js';
import type { Outcome } from './outcome.js';
import { PassageVault } from './passages.js';
import { Streams } from './streams.js';

/** What somebody asks for; the same name is the same command again. */
interface Ask {
  readonly name: string;
  readonly command: Unsealed<TallyCommand>;
  /** The clock of whoever asks; it may go back. */
  readonly at: string;
}

const slots = fc.constantFrom('a', 'b', 'c');
const command: fc.Arbitrary<Unsealed<TallyCommand>> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constant('PutMarks' as const),
      slot: slots,
      marks: fc.integer({ min: 0, max: 7 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'CloseTally' as const }) },
);
const times = fc.integer({ min: 10, max: 59 }).map((minute) => `2017-09-14T08:${minute}:00.000Z`);
const asks = fc
  .array(fc.tuple(fc.nat(11), command, times), { minLength: 1, maxLength: 14 })
  .map((drawn): Ask[] => {
    const first = new Map(drawn.map(([name, asked]) => [name, asked] as const).reverse());
    return drawn.map(([name, , at]) => ({ name: `command-${name}`, command: first.get(name)!, at }));
  });
const faults = fc.array(
  fc.constantFrom<AppendFault>(
    'lost',
    'stored-unanswered',
    'stored-late',
    'stored-twice',
    'stream-ended',
    () => undefined,
  ),
  { maxLength: 6 },
);

const open = (log: MemoryEventLog) => new Streams(log, new PassageVault(new MemoryPassageKeys()), tally);
type TallyStreams = ReturnType<typeof open>;

async function outcomeOf(
  streams: TallyStreams,
  { name, command, at }: Ask,
): Promise<Outcome<TallyEvent> | string> {
  try {
    return await streams.execute('t', command, contextOf(name, { at }));
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** What holds of every log, whoever wrote it and whatever went wrong. */
async function expectSound(log: MemoryEventLog, caches: readonly TallyStreams[]): Promise<void> {
  expect(findChainFault(log.events)).toBeUndefined();
  let state: Tally = tally.initial;
  for (const [index, stored] of log.events.entries()) {
    const before = state;
    state = tally.evolve(before, recall(tally, stored) as Recorded<TallyEvent>);
    if (before.closed || marksOf(state) > mostMarks) throw new Error(`event ${index} breaks an invariant`);
    if (stored.metadata.at < (log.events[index - 1]?.metadata.at ?? ''))
      throw new Error(`event ${index} goes back`);
  }
  for (const streams of [...caches, open(log)]) expect((await streams.load('t')).state).toEqual(state);
  expect(await open(log).stateAt('t', log.events.length - 1)).toEqual(state);
  const ids = log.events.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
}

/** Every command that was accepted with events stands in the log exactly as it was answered. */
function expectAnswersKept(
  log: MemoryEventLog,
  answered: readonly (readonly [Ask, Outcome<TallyEvent> | string])[],
): void {
  for (const [{ name }, outcome] of answered) {
    const { commandId } = contextOf(name);
    const stored = log.events.filter(({ metadata }) => metadata.commandId === commandId);
    if (typeof outcome === 'string' || outcome.status === 'refused' || outcome.events.length === 0) continue;
    expect(stored.map((event) => recall(tally, event))).toEqual(outcome.events);
    expect(outcome).toMatchObject({ revision: stored.at(-1)!.revision, position: stored.at(-1)!.position });
  }
}

describe('any commands', () => {
  it('keep the invariants, fold as they replay, and are answered the same for ever', async () => {
    await fc.assert(
      fc.asyncProperty(asks, faults, async (asked, happening) => {
        const log = new MemoryEventLog();
        const streams = open(log);
        log.failAppends(...happening);
        const answered: [Ask, Outcome<TallyEvent> | string][] = [];
        for (const ask of asked) answered.push([ask, await outcomeOf(streams, ask)]);
        await expectSound(log, [streams]);
        expectAnswersKept(log, answered);
        const before = log.events.length;
        for (const [ask, outcome] of answered) {
          if (typeof outcome === 'string' || outcome.status === 'refused' || outcome.events.length === 0)
            continue;
          expect(await outcomeOf(open(log), ask)).toEqual(outcome);
        }
        expect(log.events).toHaveLength(before);
      }),
      { numRuns: 100 },
    );
  });

  it('of two writers at once are neither lost nor doubled, in whatever order they meet', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), asks, asks, faults, async (scheduler, some, others, happening) => {
        const log = new MemoryEventLog(() => scheduler.schedule(Promise.resolve()));
        const writers = [open(log), open(log)];
        log.failAppends(...happening);
        const writing = [some, others].map((asked, index) =>
          Promise.all(asked.map(async (ask) => [ask, await outcomeOf(writers[index]!, ask)] as const)),
        );
        const answered = (await scheduler.waitFor(Promise.all(writing))).flat();
        await scheduler.waitFor(expectSound(log, writers));
        expectAnswersKept(log, answered);
        for (const [, outcome] of answered) {
          if (typeof outcome === 'string')
            expect(['too-many-marks', 'tally-closed', 'outcome-unknown']).toContain(outcome);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('in one bulk come to what they come to one by one', async () => {
    await fc.assert(
      fc.asyncProperty(asks, async (drawn) => {
        const { at } = contextOf('bulk');
        const asked = drawn.map(({ command }, index) => ({ name: `command-${index}`, command, at }));
        const bulk = new MemoryEventLog();
        const single = new MemoryEventLog();
        const items = asked.map(({ name, command }) => {
          const { commandId, request } = contextOf(name);
          return { item: name, commandId, request, command };
        });
        const outcomes = await open(bulk).executeMany('t', items, contextOf('bulk'));
        const singly = open(single);
        for (const [index, ask] of asked.entries()) {
          const outcome = outcomes[index]!;
          const told = outcome.status === 'refused' ? outcome.rejection.code : outcome.events;
          const alone = await outcomeOf(singly, ask);
          expect(told).toEqual(
            typeof alone === 'string' || alone.status === 'refused' ? alone : alone.events,
          );
        }
        expect(bulk.appends.length).toBeLessThanOrEqual(1);
        expect((await open(bulk).load('t')).state).toEqual((await singly.load('t')).state);
        expect(findChainFault(bulk.events)).toBeUndefined();
      }),
      { numRuns: 80 },
    );
  });
});
