import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isKeyDue, signingKeyOf, spentKeys, type KeyTimes, type Rota } from './key-rota.js';

const rota: Rota = { leadMs: 10, termMs: 100, graceMs: 30 };
const at = (ms: number) => new Date(ms);
const key = (ms: number): KeyTimes => ({ kid: `k${ms}`, signsFrom: at(ms) });

describe('the keys that sign tokens', () => {
  it('sign from their time on, the first of all at once', () => {
    const keys = [key(200), key(100)];
    expect([50, 100, 199, 200, 900].map((now) => signingKeyOf(keys, at(now))!.kid)).toEqual([
      ...['k100', 'k100', 'k100'],
      ...['k200', 'k200'],
    ]);
    expect(signingKeyOf([], at(0))).toBeUndefined();
  });

  it('are followed by another when the latest has served its term', () => {
    expect(isKeyDue([], at(0), rota)).toBe(true);
    expect(isKeyDue([key(0)], at(99), rota)).toBe(false);
    expect(isKeyDue([key(0)], at(100), rota)).toBe(true);
    expect(isKeyDue([key(0), key(110)], at(100), rota)).toBe(false);
  });

  it('are given up when no token of theirs can hold any more', () => {
    const keys = [key(0), key(100), key(200)];
    expect(spentKeys(keys, at(129), rota)).toEqual([]);
    expect(spentKeys(keys, at(130), rota)).toEqual(['k0']);
    expect(spentKeys(keys, at(9_000), rota)).toEqual(['k0', 'k100']);
  });

  it('verify, however they are rotated, whatever was signed a token’s life ago, to whoever looked a lead ago', () => {
    const life = rota.graceMs - 1;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 30 }), (pauses) => {
        let now = 0;
        let keys: readonly KeyTimes[] = [key(0)];
        const signed: { at: number; kid: string }[] = [];
        const published: { at: number; kids: readonly string[] }[] = [];
        for (const pause of pauses) {
          for (const end = now + pause; now < end; now += 1) {
            if (isKeyDue(keys, at(now), rota)) keys = [...keys, key(now + rota.leadMs)];
            const spent = spentKeys(keys, at(now), rota);
            keys = keys.filter(({ kid }) => !spent.includes(kid));
            const kids = keys.map(({ kid }) => kid);
            published.push({ at: now, kids });
            const { kid } = signingKeyOf(keys, at(now))!;
            signed.push({ at: now, kid });
            expect(published[Math.max(0, now - rota.leadMs)]!.kids).toContain(kid);
            expect(kids).toContain(signed[Math.max(0, now - life)]!.kid);
          }
          keys = [...keys, key(now + rota.leadMs)]; // somebody rotates
        }
      }),
    );
  });
});
