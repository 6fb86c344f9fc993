import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Append, AppendResult, RecordedEvent } from './event.js';
import { GroupCommit } from './group-commit.js';
import type { WritableTable } from './group-commit.js';

/** A table in memory whose transactions wait until they are let through. */
class HeldTable implements WritableTable {
  readonly transactions: (readonly RecordedEvent[])[] = [];
  private readonly held: (() => void)[] = [];
  private lose!: (error: Error) => void;
  readonly lost = new Promise<Error>((resolve) => (this.lose = resolve));
  refuses = (_: readonly RecordedEvent[]): Error | undefined => undefined;

  lastRevisions(streams: readonly string[]): Promise<Map<string, number>> {
    const last = (name: string) => this.stored.filter(({ stream }) => stream === name).length - 1;
    return Promise.resolve(new Map(streams.map((name) => [name, last(name)])));
  }

  places(streams: readonly string[], ids: readonly string[]): Promise<RecordedEvent[]> {
    const wanted = new Set(streams.map((stream, index) => `${stream} ${ids[index]}`));
    return Promise.resolve(this.stored.filter(({ stream, id }) => wanted.has(`${stream} ${id}`)));
  }

  async insert(events: readonly RecordedEvent[]): Promise<void> {
    await new Promise<void>((resolve) => this.held.push(resolve));
    const refusal = this.refuses(events);
    if (refusal) throw refusal;
    this.transactions.push(events);
  }

  get stored(): RecordedEvent[] {
    return this.transactions.flat();
  }

  /** Lets the next transaction through, once it is there. */
  async letThrough(): Promise<void> {
    while (this.held.length === 0) await tick();
    this.held.shift()?.();
  }

  breakDown(): void {
    this.lose(new Error('gone'));
  }
}

const tick = () => new Promise((resolve) => setImmediate(resolve));

function given() {
  const table = new HeldTable();
  const committed: number[] = [];
  const refused: string[] = [];
  const log = new GroupCommit(table, 0, {
    committed: (events) => committed.push(...events.map(({ position }) => position)),
    refused: ({ stream }) => refused.push(stream),
  });
  return { table, committed, refused, log };
}

let ids = 0;
function append(stream: string, expected: Append['expected'] = 'any', bytes = 1, deadline?: Date): Append {
  const payload = {
    contentType: 'application/json',
    data: new Uint8Array(bytes),
    metadata: new Uint8Array(),
  };
  return { stream, expected, events: [{ id: `id-${ids++}`, type: 'T', ...payload }], deadline };
}

const done = (revision: number, position: number): AppendResult => ({ kind: 'done', revision, position });

describe('group commit', () => {
  it('writes a lone append at once, and together what came in the meantime', async () => {
    const { table, log, committed } = given();
    const answers = [append('a'), append('b'), append('a', 0), append('a', 0)].map((one) => log.append(one));
    await table.letThrough();
    expect(await answers[0]).toEqual(done(0, 1));
    await table.letThrough();
    expect(await Promise.all(answers)).toEqual([
      done(0, 1),
      done(0, 2),
      done(1, 3),
      { kind: 'wrong-expected-revision', revision: 1 },
    ]);
    expect(table.transactions.map((events) => events.map(({ position }) => position))).toEqual([[1], [2, 3]]);
    expect(committed).toEqual([1, 2, 3]);
  });

  it('answers nothing before it is durable', async () => {
    const { table, log } = given();
    let answered = false;
    const answer = log.append(append('a')).finally(() => (answered = true));
    for (let turn = 0; turn < 20; turn += 1) await tick();
    expect(answered).toBe(false);
    await table.letThrough();
    await answer;
  });

  it('tries the appends of a refused group one by one, and leaves no gap', async () => {
    const { table, log, refused } = given();
    table.refuses = (events) =>
      events.some(({ stream }) => stream === 'bad')
        ? Object.assign(new pg.DatabaseError('refused', 1, 'error'), { severity: 'ERROR' })
        : undefined;
    const answers = ['first', 'a', 'bad', 'b', 'a'].map((stream) => log.append(append(stream)));
    for (let transactions = 0; transactions < 6; transactions += 1) await table.letThrough();
    expect(await Promise.all(answers)).toEqual([
      done(0, 1),
      done(0, 2),
      { kind: 'failed', message: 'refused' },
      done(0, 3),
      done(1, 4),
    ]);
    expect(table.stored.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect(refused).toEqual(['bad']);
  });

  it('leaves open what became of a group when the connection fails, and does not try again', async () => {
    const { table, log } = given();
    table.refuses = () => new Error('Connection terminated unexpectedly');
    const answers = ['a', 'b', 'c'].map((stream) =>
      log.append(append(stream)).catch((error: Error) => error.message),
    );
    await table.letThrough();
    table.breakDown();
    expect(await Promise.all(answers)).toEqual(['Connection terminated unexpectedly', 'gone', 'gone']);
    await expect(log.append(append('d'))).rejects.toThrow('gone');
    expect(table.stored).toEqual([]);
  });

  it('does not begin an append whose deadline has passed', async () => {
    const { table, log } = given();
    const first = log.append(append('a'));
    const late = log.append(append('a', 'any', 1, new Date(Date.now() - 1)));
    const last = log.append(append('a', 'any', 1, new Date(Date.now() + 60_000)));
    await table.letThrough();
    await table.letThrough();
    expect(await Promise.all([first, late, last])).toEqual([done(0, 1), { kind: 'too-late' }, done(1, 2)]);
  });

  it('is full while too many bytes wait, and says when there is room', async () => {
    const { table, log } = given();
    const megabyte = 1024 * 1024;
    for (let count = 0; count < 40; count += 1) void log.append(append(`s${count}`, 'any', megabyte));
    expect(log.full).toBe(true);
    let room = false;
    void log.room().then(() => (room = true));
    await table.letThrough();
    await tick();
    expect(room).toBe(false);
    while (!room) await table.letThrough().then(tick);
    expect(log.full).toBe(false);
    expect(Math.max(...table.transactions.map((events) => events.length))).toBeLessThanOrEqual(4);
  });
});
