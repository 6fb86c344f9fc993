import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@kompass/event-store';
import { faultsOfCommands, faultsOfLog } from './log-oracle.js';
import { logOf, type Told } from './log.fixtures.js';
import { settle, type Fate, type Remembered } from './memory.js';

const proposal = (indicator: string, points = 100): Told => ({ data: { indicator, points } });

function remembered(fate: Fate, rest: Partial<Remembered> = {}): Remembered {
  return {
    commandId: 'c1',
    stream: 'evaluation-a',
    actor: 'assessor',
    type: 'ScoreProposed',
    ...rest,
    fate,
  };
}

const told = (revision: number, events = 1): Fate => ({ kind: 'accepted', events, revision });
const unknown: Fate = { kind: 'unknown' };
const refused: Fate = { kind: 'refused', code: 'stale' };

describe('the oracle of the log', () => {
  const whole = () => logOf(proposal('1'), { stream: 'result-a', type: 'EvaluationAdopted' }, proposal('2'));

  it('finds nothing in a log without fault', () => {
    expect(faultsOfLog(whole())).toEqual([]);
  });

  it.each<[string, (log: StoredEvent[]) => StoredEvent[], RegExp]>([
    ['a lost event', (log) => log.toSpliced(1, 1), /^event 2 of the log stands at 3-3/],
    ['two events in the wrong order', ([a, b, c]) => [b!, a!, c!], /^event 1 of the log stands at 2-2/],
    [
      'an event twice',
      (log) => [...log, { ...log[2]!, position: { commit: 4n, prepare: 4n } }],
      /^1 event ids stand in the log more than once/,
    ],
    [
      'another position of the prepare',
      ([a, ...rest]) => [{ ...a!, position: { commit: 1n, prepare: 0n } }, ...rest],
      /^event 1 of the log stands at 1-0/,
    ],
    [
      'a changed payload',
      (log) => log.with(2, { ...log[2]!, data: { indicator: '3' } }),
      /^the chain of evaluation-a breaks at revision 1: hash/,
    ],
    [
      'a gap of revisions',
      (log) => log.with(2, { ...log[2]!, revision: 2 }),
      /^the chain of evaluation-a breaks at revision 1: revision/,
    ],
  ])('finds %s', (_, spoil, fault) => {
    expect(faultsOfLog(spoil(whole()))).toContainEqual(expect.stringMatching(fault));
  });
});

describe('the oracle of commands', () => {
  it.each<[string, readonly Told[], Remembered]>([
    ['an acknowledged one where it was told', [proposal('1')], remembered(told(0))],
    ['an acknowledged one that had nothing to do', [], remembered(told(7, 0))],
    ['an unanswered one that happened', [proposal('1')], remembered(unknown)],
    ['an unanswered one that did not', [], remembered(unknown)],
    ['a refused one that is not there', [], remembered(refused)],
    ['one of several events', [proposal('1'), proposal('2')], remembered(told(1, 2))],
  ])('is content with %s', (_, log, memory) => {
    expect(faultsOfCommands(logOf(...log), [memory])).toEqual([]);
  });

  const elsewhere = { ...proposal('1'), stream: 'evaluation-b' };
  const between = { ...proposal('3'), command: 'c2' };
  it.each<[string, readonly Told[], Remembered, string]>([
    ['an acknowledged one that is lost', [], remembered(told(0)), 'led to 0 events, not 1'],
    [
      'an acknowledged one twice',
      [proposal('1'), proposal('1')],
      remembered(told(0)),
      'happened more than once',
    ],
    [
      'an unanswered one twice',
      [proposal('1'), proposal('1')],
      remembered(unknown),
      'happened more than once',
    ],
    [
      'a refused one that happened',
      [proposal('1')],
      remembered(refused),
      'was refused (stale) and is in the log',
    ],
    ['another revision', [between, proposal('1')], remembered(told(0)), 'stands at 1, was told 0'],
    [
      'another position',
      [proposal('1')],
      remembered({ kind: 'accepted', events: 1, revision: 0, position: '7-7' }),
      'stands at 1-1, was told 7-7',
    ],
    ['another stream', [elsewhere], remembered(told(0)), 'stands in evaluation-b@0, not in evaluation-a'],
    [
      'other points',
      [proposal('1', 90)],
      remembered(told(0), { says: { points: 100 } }),
      'says points 90, not 100',
    ],
    [
      'another type',
      [proposal('1')],
      remembered(told(0), { type: 'ScoreAgreed' }),
      'is a ScoreProposed of assessor at evaluation-a@0',
    ],
    [
      'an append in two pieces',
      [proposal('1'), between, proposal('2')],
      remembered(unknown),
      'stands at 0 and again at evaluation-a@2',
    ],
  ])('finds %s', (_, log, memory, fault) => {
    const others = remembered(unknown, { commandId: 'c2' });
    expect(faultsOfCommands(logOf(...log), [memory, others])).toContainEqual(expect.stringContaining(fault));
  });

  it('finds what nobody sent', () => {
    const log = logOf(proposal('1'), between);
    expect(faultsOfCommands(log, [remembered(told(0))])).toEqual([
      'nobody sent the command of evaluation-a@1',
    ]);
  });
});

describe('the memory of a command', () => {
  it('takes a later answer for one that was open', () => {
    const one = remembered(unknown);
    expect(settle(one, told(3))).toBeUndefined();
    expect(one.fate).toEqual(told(3));
    expect(settle(one, told(3))).toBeUndefined();
  });

  it('complains when an acknowledged command is answered otherwise', () => {
    const one = remembered(told(3));
    expect(settle(one, told(4))).toMatch(/was answered .* and then/);
    expect(settle(one, refused)).toMatch(/was answered .* and then/);
    expect(one.fate).toEqual(told(3));
  });

  it('lets a command that had nothing to do find something later', () => {
    expect(settle(remembered(told(3, 0)), told(9, 2))).toBeUndefined();
  });
});
