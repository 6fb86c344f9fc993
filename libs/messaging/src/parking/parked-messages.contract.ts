import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { laneName, type Lane, type Parkable, type ParkedMessages } from './parked-messages.port.js';

/** `ParkedMessages` with what the tests need beside. */
export interface ParkedUnderTest {
  readonly parked: ParkedMessages;
  /** The same, as another process sees it. */
  readonly elsewhere: ParkedMessages;
  /** Skips the first message of a lane; answers its bytes. */
  readonly skipFirst: (lane: Lane) => Promise<Uint8Array | undefined>;
}

const lane: Lane = { group: 'reporting.record', topic: 'kompass.scoring.v1', key: 'roros-2017' };
const other: Lane = { ...lane, key: 'ulstein-2017' };
const failure = { attempts: 2, problem: 'a defect' };

function message(text: string): Parkable {
  const bytes = new TextEncoder().encode(text);
  return { bytes, digest: createHash('sha256').update(bytes).digest('hex') };
}

/** What every `ParkedMessages` does. `make` answers an empty one. */
export function parkedMessagesContract(make: () => Promise<ParkedUnderTest>): void {
  let parked: ParkedMessages;
  let elsewhere: ParkedMessages;
  let skipFirst: ParkedUnderTest['skipFirst'];
  beforeEach(async () => {
    ({ parked, elsewhere, skipFirst } = await make());
  });

  /** Handles what is parked until nothing is left. */
  async function drained(of: Lane): Promise<string[]> {
    const handled: string[] = [];
    const handle = (bytes: Uint8Array) => Promise.resolve(void handled.push(Buffer.from(bytes).toString()));
    while ((await parked.handleFirst(of, handle)) !== 'empty');
    return handled;
  }

  const stateOf = async (of: Lane) => (await parked.statesOf([other, of])).get(laneName(of));

  it('know nothing of a lane in which nothing was parked', async () => {
    expect(await stateOf(lane)).toBeUndefined();
    expect(await parked.parkBehind(lane, message('1'))).toBe(false);
    expect(await drained(lane)).toEqual([]);
  });

  it('keep messages of a lane in order, and lanes apart', async () => {
    await parked.park(lane, message('1'), failure);
    await parked.park(other, message('1'), failure);
    expect(await parked.parkBehind(lane, message('2'))).toBe(true);
    expect(await parked.parkBehind(lane, message('3'))).toBe(true);
    expect(await stateOf(lane)).toEqual({ parked: true, skipped: new Set() });
    expect(await drained(lane)).toEqual(['1', '2', '3']);
    expect(await stateOf(lane)).toBeUndefined();
    expect(await drained(other)).toEqual(['1']);
  });

  it('park a message once, however often it comes', async () => {
    for (let time = 0; time < 2; time += 1) {
      await parked.park(lane, message('1'), failure);
      expect(await parked.parkBehind(lane, message('1'))).toBe(true);
      expect(await parked.parkBehind(lane, message('2'))).toBe(true);
    }
    expect(await drained(lane)).toEqual(['1', '2']);
  });

  it('keep a message that fails where it is', async () => {
    await parked.park(lane, message('1'), failure);
    await parked.parkBehind(lane, message('2'));
    const step = await parked.handleFirst(lane, () => Promise.reject(new Error('still')));
    expect(step).toEqual({ problem: 'still' });
    expect(await drained(lane)).toEqual(['1', '2']);
  });

  it('know a skipped message when it comes again, and park it no more', async () => {
    await parked.park(lane, message('1'), failure);
    await parked.parkBehind(lane, message('2'));
    expect(Buffer.from((await skipFirst(lane))!).toString()).toBe('1');
    const skipped = new Set([message('1').digest]);
    expect(await stateOf(lane)).toEqual({ parked: true, skipped });
    await parked.park(lane, message('1'), failure);
    expect(await drained(lane)).toEqual(['2']);
    expect(await stateOf(lane)).toEqual({ parked: false, skipped });
  });

  it('erase a lane, and still know what was skipped', async () => {
    await parked.park(lane, message('1'), failure);
    await parked.parkBehind(lane, message('2'));
    await skipFirst(lane);
    await parked.erase(lane);
    expect(await stateOf(lane)).toEqual({ parked: false, skipped: new Set([message('1').digest]) });
    expect(await drained(lane)).toEqual([]);
  });

  it('erase what a key has parked in whatever group, and of no other key', async () => {
    const former = { ...lane, group: 'reporting.former' };
    for (const each of [lane, former, other]) await parked.park(each, message('1'), failure);
    await parked.erase(lane);
    expect(await stateOf(lane)).toBeUndefined();
    expect(await stateOf(former)).toBeUndefined();
    expect(await drained(other)).toEqual(['1']);
  });

  it('let nobody handle a lane at once, nor join it while its last message is handled', async () => {
    await parked.park(lane, message('1'), failure);
    let busy = 0;
    let most = 0;
    const handled: string[] = [];
    const handle = async (bytes: Uint8Array): Promise<void> => {
      busy += 1;
      most = Math.max(most, busy);
      await parked.statesOf([lane]);
      handled.push(Buffer.from(bytes).toString());
      busy -= 1;
    };
    const retries = [parked, elsewhere, parked].map((each) => each.handleFirst(lane, handle));
    const joined = await Promise.all([4, 5, 6].map((n) => parked.parkBehind(lane, message(String(n)))));
    await Promise.all(retries);
    expect(most).toBe(1);
    const left = await drained(lane);
    expect([...handled, ...left].toSorted()).toEqual([
      '1',
      ...[4, 5, 6].filter((_, n) => joined[n]).map(String),
    ]);
    expect(new Set(handled).size).toBe(handled.length);
  });

  it('take any key', async () => {
    for (const key of ['\0', 'x'.repeat(10_000), 'ø"]', '']) {
      await parked.park({ ...lane, key }, message('1'), failure);
      expect(await stateOf({ ...lane, key })).toMatchObject({ parked: true });
      expect(await drained({ ...lane, key })).toEqual(['1']);
    }
  });

  describe('many lanes', () => {
    it('are asked for at once', async () => {
      const lanes = Array.from({ length: 500 }, (_, n) => ({ ...lane, key: `key-${n}` }));
      await parked.park(lanes[250]!, message('1'), failure);
      expect([...(await parked.statesOf(lanes)).keys()]).toEqual([laneName(lanes[250]!)]);
      expect(await parked.statesOf([])).toEqual(new Map());
    });
  });
}
