import { describe, expect, it } from '@jest/globals';
import { profile } from './municipality.fixtures.js';
import { takenNumber } from './numbers.js';

const roros = { id: 'roros', ...profile() };
const vale = { id: 'vale', numbers: [{ number: '0716', to: '2001-12-31' }] };
const re = { id: 're', numbers: [{ number: '0716', from: '2002-01-01', to: '2019-12-31' }] };

describe('a number', () => {
  it('is taken for the days another municipality has it', () => {
    expect(takenNumber([{ number: '4601' }, { number: '5025' }], [vale, roros])).toEqual({
      index: 1,
      by: roros,
    });
    expect(takenNumber([{ number: '1640', to: '2017-12-31' }], [roros])).toEqual({ index: 0, by: roros });
    expect(takenNumber([{ number: '1640', from: '2018-01-01' }], [roros])).toBeUndefined();
    expect(takenNumber(re.numbers, [vale, roros])).toBeUndefined();
  });
});
