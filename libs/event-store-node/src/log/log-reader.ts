import type { RecordedEvent } from './event.js';
import { maxRows } from './event-table.js';
import type { EventTable, Filter } from './event-table.js';
import type { Head } from './head.js';
import type { RecentEvents } from './recent-events.js';

/** A step forwards through the log. */
export interface Page {
  readonly events: readonly RecordedEvent[];
  /** Everything up to this position has been looked at. */
  readonly scannedTo: number;
  /** Whether that was the end of the log when the page was read. */
  readonly atHead: boolean;
  /** Whether the page came from memory: the reader keeps up with the writer. */
  readonly recent: boolean;
}

/** Something that can be read to the end of the log and then further as it grows. */
export interface Source {
  /** Everything up to this position has been looked at. */
  readonly scannedTo: number;
  next(): Promise<Page>;
}

/** A filter may discard this many rows in one query; more would keep a subscriber from its checkpoints. */
const scanWindow = 10_000;

/** Reads forwards, from memory where the reader is near the end of the log and from the table where it is not. */
export class LogReader {
  constructor(
    readonly table: EventTable,
    readonly head: Head,
    private readonly recent: RecentEvents,
  ) {}

  /** `$all` after a position. */
  all(after: number, filter?: Filter): Source {
    const keeps = filter ? predicateOf(filter) : () => true;
    return new Cursor(after, async (position) => {
      const head = this.head.position;
      const recent = this.fromMemory(position, head, keeps);
      if (recent) return recent;
      const to = Math.min(head, position + (filter ? scanWindow : maxRows));
      const { events, complete } = await this.table.forwards(position, to, maxRows, filter);
      return pageOf(events, complete ? to : undefined, head);
    });
  }

  /** A stream after a revision, -1 for the whole of it. */
  stream(name: string, after: number): Source {
    let revision = after;
    const keeps = (event: RecordedEvent): boolean => event.stream === name && event.revision > revision;
    return new Cursor(0, async (position) => {
      const head = this.head.position;
      const page =
        this.fromMemory(position, head, keeps) ?? (await this.streamFromTable(name, revision, head));
      revision = page.events.at(-1)?.revision ?? revision;
      return page;
    });
  }

  private async streamFromTable(name: string, after: number, head: number): Promise<Page> {
    const { events, complete } = await this.table.streamForwards(name, after + 1, maxRows);
    return pageOf(events, complete ? Math.max(head, events.at(-1)?.position ?? 0) : undefined, head);
  }

  private fromMemory(
    position: number,
    head: number,
    keeps: (event: RecordedEvent) => boolean,
  ): Page | undefined {
    const events = this.recent.since(position, maxRows);
    if (!events) return undefined;
    const scannedTo = events.at(-1)?.position ?? position;
    return { events: events.filter(keeps), scannedTo, atHead: scannedTo >= head, recent: true };
  }
}

class Cursor implements Source {
  constructor(
    public scannedTo: number,
    private readonly read: (after: number) => Promise<Page>,
  ) {}

  async next(): Promise<Page> {
    const page = await this.read(this.scannedTo);
    this.scannedTo = page.scannedTo;
    return page;
  }
}

/** @param end where the range that was read ends, if all of it was read */
function pageOf(events: readonly RecordedEvent[], end: number | undefined, head: number): Page {
  const scannedTo = end ?? (events.at(-1) as RecordedEvent).position;
  return { events, scannedTo, atHead: scannedTo >= head, recent: false };
}

function predicateOf({ on, prefixes }: Filter): (event: RecordedEvent) => boolean {
  return (event) => prefixes.some((prefix) => event[on].startsWith(prefix));
}
