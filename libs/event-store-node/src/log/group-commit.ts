import { LRUCache } from 'lru-cache';
import pg from 'pg';
import type { DatabaseError } from 'pg';
import { sizeOf } from './event.js';
import type { Append, AppendResult, RecordedEvent } from './event.js';
import { needsPlaces, planGroup } from './plan-group.js';
import type { KnownPlace, Place, Stored } from './plan-group.js';

/** The table as its one writer sees it. */
export interface WritableTable {
  /** Resolves with the reason when nothing can be written any more. */
  readonly lost: Promise<Error>;
  /** Last revisions of streams, -1 where there is no stream. */
  lastRevisions(streams: readonly string[]): Promise<Map<string, number>>;
  /** Where these ids stand in these streams (both lists pair by index), in the order of the log. */
  places(streams: readonly string[], ids: readonly string[]): Promise<KnownPlace[]>;
  /** All of the events or none, durable when this resolves. */
  insert(events: readonly RecordedEvent[]): Promise<void>;
}

interface Waiting {
  readonly append: Append;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: Error) => void;
}

/** Who is told, besides those who append. */
interface Listener {
  /** What became durable, before its appends are answered. */
  committed(events: readonly RecordedEvent[]): void;
  /** PostgreSQL refused what was in order for us: a full disk, for example. */
  refused(append: Append, reason: string): void;
}

/** What a group may hold, so that one transaction stays short; always at least one append. */
const maxGroupEvents = 1000;
const maxGroupBytes = 4 * 1024 * 1024;

/** Bytes waiting above which appends should not be taken from clients any more. */
const fullAt = 32 * 1024 * 1024;

/** Last revisions kept in memory; a stream that is not among them costs one more round trip. */
const cachedStreams = 50_000;

/**
 * Writes the log. What arrives while a transaction is under way shares the next one, so that throughput grows with
 * the number of writers while a lone append waits for nobody.
 */
export class GroupCommit {
  private readonly lastRevisions = new LRUCache<string, number>({ max: cachedStreams });
  private waiting: Waiting[] = [];
  private bytes = 0;
  private readonly roomAwaited: (() => void)[] = [];
  private working = false;
  private broken: Error | undefined;

  /** @param head position of the last event in the log */
  constructor(
    private readonly table: WritableTable,
    private head: number,
    private readonly listener: Listener,
  ) {
    void table.lost.then((error) => (this.broken = error));
  }

  /** Resolves once the events are durable, or certainly not stored. Rejects where neither is known. */
  append(append: Append): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ append, resolve, reject });
      this.bytes += bytesOf(append);
      if (!this.working) void this.work();
    });
  }

  /** Whether so much is waiting that the caller should wait for `room` before it takes more. */
  get full(): boolean {
    return this.bytes > fullAt;
  }

  room(): Promise<void> {
    return this.full ? new Promise((resolve) => this.roomAwaited.push(resolve)) : Promise.resolve();
  }

  private async work(): Promise<void> {
    this.working = true;
    while (this.waiting.length > 0) {
      const group = this.takeGroup();
      await this.commit(group.filter(inTime));
      for (const { append } of group) this.bytes -= bytesOf(append);
      if (!this.full) for (const go of this.roomAwaited.splice(0)) go();
    }
    this.working = false;
  }

  private takeGroup(): Waiting[] {
    let events = 0;
    let bytes = 0;
    const tooMany = this.waiting.findIndex(({ append }, index) => {
      events += append.events.length;
      bytes += bytesOf(append);
      return index > 0 && (events > maxGroupEvents || bytes > maxGroupBytes);
    });
    return this.waiting.splice(0, tooMany < 0 ? this.waiting.length : tooMany);
  }

  private async commit(group: readonly Waiting[]): Promise<void> {
    const appends = group.map(({ append }) => append);
    try {
      if (this.broken) throw this.broken;
      const { results, events } = planGroup(appends, await this.stored(appends), new Date());
      if (events.length > 0) await this.store(events);
      group.forEach(({ resolve }, index) => resolve(results[index] as AppendResult));
    } catch (error) {
      for (const { stream } of appends) this.lastRevisions.delete(stream);
      if (!isStatementError(error)) for (const { reject } of group) reject(error as Error);
      else if (group.length > 1) for (const one of group) await this.commit([one]);
      else for (const one of group) this.refuse(one, error.message);
    }
  }

  private refuse({ append, resolve }: Waiting, message: string): void {
    this.listener.refused(append, message);
    resolve({ kind: 'failed', message });
  }

  private async store(events: readonly RecordedEvent[]): Promise<void> {
    await this.table.insert(events);
    for (const { stream, revision } of events) this.lastRevisions.set(stream, revision);
    this.head += events.length;
    this.listener.committed(events);
  }

  private async lastRevisionsOf(streams: ReadonlySet<string>): Promise<ReadonlyMap<string, number>> {
    const last = new Map<string, number>();
    const unknown: string[] = [];
    for (const name of streams) {
      const cached = this.lastRevisions.get(name);
      if (cached === undefined) unknown.push(name);
      else last.set(name, cached);
    }
    if (unknown.length === 0) return last;
    for (const [name, revision] of await this.table.lastRevisions(unknown)) {
      last.set(name, revision);
      this.lastRevisions.set(name, revision);
    }
    return last;
  }

  /** Everything `planGroup` will ask about these appends. */
  private async stored(appends: readonly Append[]): Promise<Stored> {
    const last = await this.lastRevisionsOf(new Set(appends.map(({ stream }) => stream)));
    const lastRevision = (stream: string): number => last.get(stream) as number;

    const doubtful = appends.filter((append) => needsPlaces(append, lastRevision(append.stream)));
    const wanted = doubtful.flatMap(({ stream, events }) => events.map(({ id }) => [stream, id] as const));
    const known: KnownPlace[] =
      wanted.length > 0
        ? await this.table.places(
            wanted.map(([stream]) => stream),
            wanted.map(([, id]) => id),
          )
        : [];
    return { head: this.head, lastRevision, places: indexed(known) };
  }
}

/** PostgreSQL refused the statement and rolled it back; anything else leaves open whether it was committed. */
function isStatementError(error: unknown): error is DatabaseError {
  return error instanceof pg.DatabaseError && error.severity === 'ERROR';
}

/** Answers an append that is too late. */
function inTime({ append, resolve }: Waiting): boolean {
  if (append.deadline === undefined || append.deadline.getTime() > Date.now()) return true;
  resolve({ kind: 'too-late' });
  return false;
}

function bytesOf({ events }: Append): number {
  return events.reduce((sum, event) => sum + sizeOf(event), 0);
}

function indexed(known: readonly KnownPlace[]): (stream: string, id: string) => readonly Place[] {
  const keyOf = (stream: string, id: string): string => `${id} ${stream}`;
  const places = new Map<string, Place[]>();
  for (const { stream, id, revision, position } of known) {
    const key = keyOf(stream, id);
    const there = places.get(key);
    if (there) there.push({ revision, position });
    else places.set(key, [{ revision, position }]);
  }
  return (stream, id) => places.get(keyOf(stream, id)) ?? [];
}
