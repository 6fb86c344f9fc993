import { describe, expect, it } from '@jest/globals';
import { bundledInstruments, indexOf, printedTotal } from '@kompass/instrument';
import { printedPoints } from '@kompass/kernel';
import interviews from './roros-2017-interviews.json' with { type: 'json' };
import scores from './roros-2017-scores.json' with { type: 'json' };
import scoring from './roros-2017-scoring.json' with { type: 'json' };

const instrument = bundledInstruments()['2.1'];
const index = indexOf(instrument);
const result2013 = scores.evaluations.find(({ id }) => id === 'roros-2013')!;
const result2017 = scores.evaluations.find(({ id }) => id === 'roros-2017')!;

/** The agreed tenths summed by what `idOf` says an indicator belongs to. */
function agreedBy(idOf: (indicator: string) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { id, agreed } of scoring.indicators) {
    const whole = idOf(id);
    sums.set(whole, (sums.get(whole) ?? 0) + agreed.tenths);
  }
  return sums;
}

describe('the scoring of Røros 2017', () => {
  it('judges every indicator once, within its maximum', () => {
    expect(scoring.indicators.map(({ id }) => id)).toEqual([...index.indicators.keys()]);
    for (const { id, proposals, agreed } of scoring.indicators) {
      const highest = Math.max(agreed.tenths, ...Object.values(proposals).map(({ tenths }) => tenths));
      expect(highest).toBeLessThanOrEqual(index.indicators.get(id)!.indicator.maxTenths);
    }
  });

  it('gives a reason for 35 agreements, and for all where the proposals differ', () => {
    const reasoned = scoring.indicators.filter(({ agreed }) => 'rationale' in agreed);
    expect(reasoned).toHaveLength(35);
    for (const { id, proposals, agreed } of scoring.indicators) {
      const alike = Object.values(proposals).every(({ tenths }) => tenths === agreed.tenths);
      if (!alike) expect(reasoned.map((indicator) => indicator.id)).toContain(id);
    }
  });

  it('sums to the published questions', () => {
    const questions = agreedBy((id) => index.indicators.get(id)!.question.id);
    expect([...questions]).toEqual(result2017.questions?.map(({ id, tenths }) => [id, tenths]));
  });

  it('prints 33 38 65 57 52 43 39 69, and 396 of 800', () => {
    const areas = [...agreedBy((id) => index.indicators.get(id)!.area.id).values()];
    expect(areas.map(printedPoints)).toEqual([33, 38, 65, 57, 52, 43, 39, 69]);
    expect(printedTotal(areas)).toBe(396);
  });
});

describe('the interviews of Røros 2017', () => {
  const { groups, perArea } = instrument.rules.interviews;
  const stepsOf = (id: string) => interviews.history.filter(({ interview }) => interview === id);

  it('are with the groups of the instrument, about areas of theirs', () => {
    for (const { group: key, areas } of interviews.interviews) {
      const group = groups.find((each) => each.key === key);
      expect(group?.areas).toEqual(expect.arrayContaining(areas));
    }
  });

  it('happened in the order told: each booked, then held once; one refused before it was booked', () => {
    const times = interviews.history.map(({ at }) => Date.parse(at));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    const courses = interviews.interviews.map(({ id }) => stepsOf(id).map(({ type }) => type));
    expect(courses.filter((course) => course.join() === 'booked,held')).toHaveLength(16);
    expect(courses).toContainEqual(['booked', 'moved', 'held']);
    expect(courses).toContainEqual(['refused', 'booked', 'held']);
  });

  it('cover every area as often as the instrument asks for', () => {
    for (const { id } of instrument.areas) {
      const covering = interviews.interviews.filter(({ areas }) => areas.includes(id));
      expect(covering.length).toBeGreaterThanOrEqual(perArea);
    }
  });
});

describe('the result of Røros 2013', () => {
  it('prints 254', () => expect(printedTotal(Object.values(result2013.areas!))).toBe(254));
});
