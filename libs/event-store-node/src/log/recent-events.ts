import { sizeOf } from './event.js';
import type { RecordedEvent } from './event.js';

/**
 * The newest events of the log, kept in memory so that subscribers at its end need not ask the table after every
 * append. Whatever is not here any more is read from the table; nothing depends on its being here.
 */
export class RecentEvents {
  private events: RecordedEvent[] = [];
  private bytes = 0;

  /** @param after position of the last event before the first that will be added */
  constructor(
    private after: number,
    private readonly maxEvents = 4096,
    private readonly maxBytes = 8 * 1024 * 1024,
  ) {}

  /** Events in order, right after the last one added. */
  add(events: readonly RecordedEvent[]): void {
    for (const event of events) this.bytes += sizeOf(event);
    this.events.push(...events);
    if (this.events.length <= this.maxEvents && this.bytes <= this.maxBytes) return;
    // Half is given up at once, so that the array is not moved at every append.
    let drop = 0;
    while (
      drop < this.events.length &&
      (this.events.length - drop > this.maxEvents / 2 || this.bytes > this.maxBytes / 2)
    )
      this.bytes -= sizeOf(this.events[drop++] as RecordedEvent);
    this.after = this.events[drop - 1]?.position ?? this.after;
    this.events = this.events.slice(drop);
  }

  /** At most `limit` events after a position, `undefined` where some of them are not here any more. */
  since(position: number, limit: number): readonly RecordedEvent[] | undefined {
    if (position < this.after) return undefined;
    const skip = position - this.after;
    return this.events.slice(skip, skip + limit);
  }
}
