import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { recall, type EventLog, type LogItem, type StoredEvent } from '@kompass/event-store';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import fc from 'fast-check';
import { Readable } from 'node:stream';
import { Checkpoints, Overtaken } from './checkpoint.js';
import { fold } from './fold.js';
import { Generation, Halted } from './generation.js';
import { contextMigrations } from './migrations.js';
import { openReadStore } from './open-read-store.js';
import { ReadStore } from './read-store.js';
import { Session } from './session.js';
import { tallyEvent } from './tally-log.fixtures.js';
import {
  cleared,
  counted,
  moved,
  noted,
  tallies,
  tallyCatalog,
  tallyTable,
  type TallyEvent,
  type TallyRow,
} from './tally.fixtures.js';

const checkpoints = new Checkpoints('views');

jest.setTimeout(60_000);

let database: TestDatabase;
let store: ReadStore;
let session: Session;
beforeAll(async () => {
  database = await testDatabase();
  const migrations = [...contextMigrations('views'), tallyTable('views')];
  const dataSource = await openReadStore({ url: database.url, schema: 'views', migrations });
  store = new ReadStore(dataSource, 'views');
});
afterAll(async () => {
  await store?.dataSource.destroy();
  await database?.drop();
});
beforeEach(async () => {
  await database.pool.query('TRUNCATE views.checkpoint, views.seen_stream, views.tally');
  session = await Session.open(database.url, 'test');
});
afterEach(() => session.close());

/** The log that these events make, in order, as its only reader would get it. */
function logOf(events: readonly (readonly [id: string, event: TallyEvent])[]): StoredEvent[] {
  const ends = new Map<string, number>();
  return events.map(([id, event], index) => {
    const revision = ends.get(id) ?? 0;
    ends.set(id, revision + 1);
    const position = { commit: BigInt(index) * 2n, prepare: BigInt(index) * 2n };
    return { ...tallyEvent(event, index), stream: `tally-${id}`, revision, position };
  });
}

const items = (events: readonly StoredEvent[]): LogItem[] =>
  events.map((event) => ({ kind: 'event', event }));
const scan = (commit: number): LogItem => ({
  kind: 'checkpoint',
  position: { commit: BigInt(commit), prepare: BigInt(commit) },
});

async function take(events: readonly StoredEvent[], on = session): Promise<Generation> {
  const checkpoint = await checkpoints.takeOver(on, tallies.name, holding(events), 'log');
  return new Generation(on, 'views', tallies, checkpoint);
}

/** Just enough of an event log for a checkpoint to be checked against. */
function holding(events: readonly StoredEvent[]): EventLog {
  const readStream: EventLog['readStream'] = (stream, { from } = {}) =>
    Readable.from(events.filter((event) => event.stream === stream && event.revision === from));
  const head: EventLog['head'] = () => Promise.resolve(events.at(-1)?.position);
  return { readStream, head } as EventLog;
}

const rows = () => store.select(tallies, 'true', [], { orderBy: 'tally_id, slot' });

/** The rows that folding one event after the other leads to. */
function folded(events: readonly StoredEvent[]): TallyRow[] {
  const after = events.reduce<TallyRow[]>((before, event) => {
    return fold(tallies, event.stream, [recall(tallyCatalog, event)!], before);
  }, []);
  const key = ({ tally_id, slot }: TallyRow) => tally_id + slot;
  return after.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const slot = fc.constantFrom('x', 'y', 'z');
const tallyEvents = fc.array(
  fc.tuple(
    fc.constantFrom('a', 'b'),
    fc.oneof(
      { weight: 4, arbitrary: fc.tuple(slot, fc.nat(9)).map(([name, by]) => counted(name, by)) },
      { weight: 2, arbitrary: fc.tuple(slot, slot).map(([from, to]) => moved(from, to)) },
      fc.uniqueArray(slot).map((slots) => cleared(...slots)),
      fc.constant(noted),
    ),
  ),
  { minLength: 1, maxLength: 40 },
);

describe('a generation', () => {
  it('has the rows of folding one by one, however its events are batched and wherever it begins anew', async () => {
    const turns = fc.array(fc.record({ size: fc.integer({ min: 1, max: 12 }), anew: fc.boolean() }), {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(tallyEvents, turns, async (events, plan) => {
        await database.pool.query('TRUNCATE views.checkpoint, views.seen_stream, views.tally');
        const log = logOf(events);
        let generation = await take(log);
        for (let from = 0, turn = 0; from < log.length; turn += 1) {
          const { size, anew } = plan[turn % plan.length]!;
          if (anew) generation = await take(log);
          await generation.apply(items(log.slice(from, from + size)));
          from += size;
        }
        expect(await rows()).toEqual(folded(log));
        const last = log.at(-1)!;
        expect(await store.seen(tallies, last.stream)).toBe(last.revision);
      }),
      { numRuns: 40 },
    );
  });

  it('moves its checkpoint with what the log passed over', async () => {
    const log = logOf([['a', counted('x')]]);
    const generation = await take(log);
    await generation.apply([...items(log), scan(7), { kind: 'caught-up' }]);
    expect(await checkpoints.current(session, tallies.name)).toMatchObject({
      position: '7-7',
      event: { id: log[0]!.id, stream: 'tally-a', revision: 0, position: '0-0' },
    });
    await generation.apply([scan(9)]);
    expect(generation.position).toEqual({ commit: 9n, prepare: 9n });
    expect(await rows()).toEqual(folded(log));
  });

  it('cannot be written any more by one from whom it was taken over', async () => {
    const log = logOf([
      ['a', counted('x')],
      ['a', counted('x')],
    ]);
    const former = await take(log);
    await former.apply(items(log.slice(0, 1)));
    const present = await take(log);
    await expect(former.apply(items(log.slice(1)))).rejects.toThrow(Overtaken);
    expect(await rows()).toEqual(folded(log.slice(0, 1)));
    await present.apply(items(log.slice(1)));
    expect(await rows()).toEqual(folded(log));
  });

  it('cannot apply anything twice, not even by its own writer', async () => {
    const log = logOf([['a', counted('x')]]);
    const first = await take(log);
    const second = new Generation(session, 'views', tallies, first.checkpoint);
    await first.apply(items(log));
    await expect(second.apply(items(log))).rejects.toThrow(Overtaken);
    expect(await rows()).toEqual(folded(log));
  });

  it('cannot be written any more once another has come in its place', async () => {
    const log = logOf([['a', counted('x')]]);
    const former = await take(log);
    await checkpoints.switchTo(session, await checkpoints.build(session, tallies.name, 'log'));
    await expect(former.apply(items(log))).rejects.toThrow(Overtaken);
  });

  it('reads a row again that its memory has let go', async () => {
    const first = counted('first', 3);
    const many = Array.from({ length: 10_001 }, (_, slot) => ['many', counted(`s${slot}`)] as const);
    const log = logOf([['many', first], ...many, ['many', first]]);
    const generation = await take(log);
    await generation.apply(items(log.slice(0, -1)));
    await generation.apply(items(log.slice(-1)));
    expect(await store.select(tallies, `slot = 'first'`)).toMatchObject([{ count: 6, events: 2 }]);
  });

  it('loses rows and checkpoint together when the commit fails, and repeats nothing', async () => {
    await database.pool.query(`
      CREATE FUNCTION views.fail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the power went' USING ERRCODE = '58030'; END $$;
      CREATE CONSTRAINT TRIGGER fail AFTER INSERT OR UPDATE ON views.tally
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.count = 5) EXECUTE FUNCTION views.fail()`);
    const log = logOf([
      ['a', counted('x', 2)],
      ['a', counted('x', 3)],
      ['a', counted('y')],
    ]);
    const first = await take(log);
    await first.apply(items(log.slice(0, 1)));
    await expect(first.apply(items(log.slice(1)))).rejects.toThrow('the power went');
    expect(await rows()).toEqual(folded(log.slice(0, 1)));
    await database.pool.query('DROP TRIGGER fail ON views.tally');
    const second = await take(log);
    expect(second.event).toMatchObject({ revision: 0 });
    await second.apply(items(log.slice(1)));
    expect(await rows()).toEqual(folded(log));
  });
});

describe('an event that cannot be applied', () => {
  const good = (count: number) => Array.from({ length: count }, () => ['a', counted('x')] as const);

  it.each([
    ['the projection throws', counted('x', -1), 'Error: cannot count backwards'],
    ['the table refuses the row', counted('x', 5_000), /violates check constraint/],
    ['the row cannot be stored', counted('x\u0000'), /unsupported Unicode escape sequence/],
    ['the type is unknown', { type: 'Guessed', data: {} } as never, /has the unknown type Guessed/],
  ])('halts where %s: all before it is written, and it is named', async (_, bad, message) => {
    const log = logOf([...good(11), ['a', bad], ...good(4)]);
    const generation = await take(log);
    const halted = await generation.apply(items(log)).catch((error: unknown) => error);
    expect(halted).toBeInstanceOf(Halted);
    expect((halted as Halted).halt).toEqual({
      message: expect.stringMatching(message),
      event: { id: log[11]!.id, stream: 'tally-a', revision: 11, type: bad.type, position: '22-22' },
    });
    expect(await rows()).toEqual(folded(log.slice(0, 11)));
    expect(await store.seen(tallies, 'tally-a')).toBe(10);
  });

  it('is passed where its type is retired', async () => {
    const log = logOf([...good(1), ['a', { type: 'Sighed', data: {} } as never], ...good(1)]);
    await (await take(log)).apply(items(log));
    expect(await store.seen(tallies, 'tally-a')).toBe(2);
    expect(await rows()).toMatchObject([{ slot: 'x', count: 2, events: 2 }]);
  });
});

describe('taking a projection over', () => {
  it('refuses a checkpoint of another log', async () => {
    const log = logOf([['a', counted('x')]]);
    await take(log);
    await expect(checkpoints.takeOver(session, tallies.name, holding(log), 'other')).rejects.toThrow(
      'the view views.tallies does not belong to this event log (it is of log log, this is other)',
    );
  });

  it('refuses a checkpoint whose last event the log does not have', async () => {
    const log = logOf([
      ['a', counted('x')],
      ['a', counted('x')],
    ]);
    await (await take(log)).apply(items(log));
    await expect(take(log.slice(0, 1))).rejects.toThrow('the log has no event');
    const another = [log[0]!, { ...log[1]!, id: '7f1c1a52-0c42-4c6e-9a43-0c1c4f6f8f10' }];
    await expect(take(another)).rejects.toThrow(`no event ${log[1]!.id} at revision 1 of tally-a`);
  });

  it('goes back to its last event where only the checkpoint lies beyond the end of the log', async () => {
    const log = logOf([['a', counted('x')]]);
    await (await take(log)).apply([...items(log), scan(100)]);
    expect((await take(log)).position).toEqual({ commit: 0n, prepare: 0n });
    expect((await checkpoints.current(session, tallies.name))?.position).toBe('0-0');
  });
});
