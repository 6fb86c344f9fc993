import { describe, expect, it } from '@jest/globals';
import type { EventLog, FollowOptions, LogItem } from '@kompass/event-store';
import { setImmediate as turn } from 'node:timers/promises';
import { followInBatches } from './batches.js';

const item = (number: number): LogItem => ({
  kind: 'checkpoint',
  position: { commit: BigInt(number), prepare: 0n },
});
const numbers = (items: readonly LogItem[]) =>
  items.map((each) => (each.kind === 'checkpoint' ? Number(each.position.commit) : each.kind));

/** A log that yields what it is given, then waits for more until it is left. */
class FakeLog {
  read = 0;
  left = false;
  readonly #items: LogItem[] = [];
  #more: () => void = () => undefined;

  put(...items: LogItem[]): void {
    this.#items.push(...items);
    this.#more();
  }

  async *follow({ signal }: FollowOptions): AsyncGenerator<LogItem> {
    signal.addEventListener('abort', () => this.#more());
    while (!signal.aborted) {
      const next = this.#items[this.read];
      if (next) {
        this.read += 1;
        yield next;
      } else await new Promise<void>((resolve) => (this.#more = resolve));
    }
    this.left = true;
  }

  in(size: number, signal = new AbortController().signal) {
    return followInBatches(this as unknown as EventLog, { prefixes: [], signal }, size);
  }
}

const caughtUp: LogItem = { kind: 'caught-up' };

describe('following in batches', () => {
  it('gives an idle follower what comes at once, together', async () => {
    const log = new FakeLog();
    const batches = log.in(10);
    const first = batches.next();
    log.put(item(1), caughtUp);
    expect(numbers((await first).value as LogItem[])).toEqual([1, 'caught-up']);
    const second = batches.next();
    log.put(item(2), item(3));
    expect(numbers((await second).value as LogItem[])).toEqual([2, 3]);
    const third = batches.next();
    log.put(item(4));
    expect(numbers((await third).value as LogItem[])).toEqual([4]);
    await batches.return(undefined);
  });

  it('gives a busy one all that came meanwhile, but no more than a batch, and reads no further ahead', async () => {
    const log = new FakeLog();
    log.put(caughtUp, ...Array.from({ length: 24 }, (_, number) => item(number)));
    const batches = log.in(10);
    const sizes: number[] = [];
    for (let read = 0; sizes.length < 3;) {
      const { value } = (await batches.next()) as { value: LogItem[] };
      for (let turns = 0; turns < 20; turns += 1) await turn();
      read += value.length;
      sizes.push(value.length);
      expect(log.read).toBeLessThanOrEqual(read + 10);
    }
    expect(sizes).toEqual([10, 10, 5]);
    await batches.return(undefined);
  });

  it('fills the batches until the end of the log is reached, however slowly it comes', async () => {
    const log = new FakeLog();
    const batches = log.in(3);
    const first = batches.next();
    for (let number = 1; number <= 4; number += 1) {
      await turn();
      log.put(item(number));
    }
    expect(numbers((await first).value as LogItem[])).toEqual([1, 2, 3]);
    expect(numbers((await batches.next()).value as LogItem[])).toEqual([4]); // not for ever
    await batches.return(undefined);
  });

  it('leaves the log when the follower does', async () => {
    const log = new FakeLog();
    log.put(item(1), item(2), item(3));
    for await (const _ of log.in(1)) break;
    expect(log.left).toBe(true);
  });

  it('ends without another batch when the signal says so', async () => {
    const log = new FakeLog();
    const stop = new AbortController();
    const batches = log.in(10, stop.signal);
    const next = batches.next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(log.left).toBe(true);
  });

  it('ends also while the next batch is full', async () => {
    const log = new FakeLog();
    log.put(...Array.from({ length: 25 }, (_, number) => item(number)));
    const stop = new AbortController();
    const batches = log.in(10, stop.signal);
    await batches.next();
    while (log.read < 20) await turn();
    stop.abort();
    expect(await batches.next()).toEqual({ done: true, value: undefined });
    expect(log.left).toBe(true);
  });

  it('passes on the failure of the log after what came before it', async () => {
    const broken = {
      async *follow() {
        yield item(1);
        await turn();
        throw new Error('broken');
      },
    } as unknown as EventLog;
    const batches = followInBatches(broken, { prefixes: [], signal: new AbortController().signal }, 10);
    expect(numbers((await batches.next()).value as LogItem[])).toEqual([1]);
    await expect(batches.next()).rejects.toThrow('broken');
  });
});
