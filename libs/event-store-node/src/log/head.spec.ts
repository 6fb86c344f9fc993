import { describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Head } from './head.js';

describe('the head of the log', () => {
  it('wakes those who wait for what is beyond their position, a turn later, and nobody else', async () => {
    const head = new Head(5);
    const { signal } = new AbortController();
    const woken: number[] = [];
    for (const position of [4, 5, 6, 7]) void head.beyond(position, signal).then(() => woken.push(position));
    await Promise.resolve();
    expect(woken).toEqual([4]);
    head.advance(7);
    expect(head.position).toBe(7);
    await Promise.resolve();
    expect(woken).toEqual([4]);
    await nextTurn();
    expect(woken).toEqual([4, 5, 6]);
  });

  it('lets go whose call has ended', async () => {
    const head = new Head(0);
    const ended = new AbortController();
    const waiting = head.beyond(0, ended.signal);
    ended.abort();
    await waiting;
    await head.beyond(0, ended.signal);
  });
});
