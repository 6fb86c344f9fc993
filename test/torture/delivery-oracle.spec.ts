import { describe, expect, it } from '@jest/globals';
import { faultsOfDelivery, faultsOfEditions } from './delivery-oracle.js';
import { logOf, type Told } from './log.fixtures.js';

const opened: Told = { type: 'EvaluationOpened' };
const followed: Told = { stream: 'schedule-a', type: 'ScheduleOpened' };
const held: Told = { stream: 'schedule-a', type: 'InterviewHeld', data: { interview: 'i' } };
const cancelled: Told = { stream: 'schedule-a', type: 'InterviewCancelled', data: { interview: 'i' } };
const noted = (heldRevision: number): Told => ({ type: 'InterviewNoted', data: { heldRevision } });
const struck = (cancelledRevision: number): Told => ({
  type: 'InterviewStruck',
  data: { cancelledRevision },
});

const agreed = (indicator: string, points: number): Told => ({
  type: 'ScoreAgreed',
  data: { indicator, points },
});
const finalised: Told = { type: 'EvaluationFinalised', data: { edition: 1 } };
const closed = (revision: number): Told => ({
  stream: 'schedule-a',
  type: 'ScheduleClosed',
  data: { revision },
});
const adopted = (revision: number, indicators: readonly { id: string; tenths: number }[] = []): Told => {
  const tenths = indicators.reduce((sum, each) => sum + each.tenths, 0);
  const areas = [{ questions: [{ indicators }] }];
  return {
    stream: 'result-a',
    type: 'EvaluationAdopted',
    data: { edition: 1, revision, total: { tenths }, areas },
  };
};

describe('the oracle of delivery', () => {
  it.each<[string, readonly Told[]]>([
    ['an opening that was followed', [opened, followed]],
    ['an edition that both others have heard of', [finalised, closed(0), adopted(0)]],
    ['an interview that was held and noted', [held, noted(0)]],
    ['one that was held by mistake, and struck', [held, noted(0), cancelled, struck(1)]],
    ['one that was never held, and cancelled', [cancelled]],
  ])('is content with %s', (_, told) => {
    expect(faultsOfDelivery(logOf(...told))).toEqual([]);
  });

  it.each<[string, readonly Told[], string]>([
    ['an opening nobody heard of', [opened], 'EvaluationOpened of a happened 1 times, and ScheduleOpened 0'],
    ['an opening heard of twice', [opened, followed, followed], 'happened 1 times, and ScheduleOpened 2'],
    ['an edition adopted twice', [finalised, closed(0), adopted(0), adopted(0)], 'EvaluationAdopted 2 times'],
    ['an edition that is lost', [finalised, closed(0)], 'EvaluationAdopted 0 times'],
    ['a schedule that stays open', [finalised, adopted(0)], 'ScheduleClosed 0 times'],
    ['an effect without a cause', [noted(3)], 'InterviewHeld of a@3 happened 0 times, and InterviewNoted 1'],
    ['a mistake that stands', [held, noted(0), cancelled], 'InterviewStruck 0 times'],
  ])('finds %s', (_, told, fault) => {
    expect(faultsOfDelivery(logOf(...told))).toContainEqual(expect.stringContaining(fault));
  });
});

describe('the oracle of editions', () => {
  const scores = [
    { id: '1', tenths: 100 },
    { id: '2', tenths: 90 },
  ];
  const course = [agreed('1', 100), agreed('2', 80), agreed('2', 90), finalised, agreed('2', 70)];

  it('wants the scores that were agreed on last, until then', () => {
    expect(faultsOfEditions(logOf(...course, adopted(3, scores)))).toEqual([]);
  });

  it.each([
    ['other scores', adopted(3, [scores[0]!, { id: '2', tenths: 80 }])],
    ['too few', adopted(3, scores.slice(1))],
    ['another moment', adopted(4, scores)],
  ])('finds %s', (_, told) => {
    expect(faultsOfEditions(logOf(...course, told))).toEqual([
      expect.stringContaining('edition 1 in result-a'),
    ]);
  });
});
