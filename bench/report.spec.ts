import { describe, expect, it } from '@jest/globals';
import { judge, type Figure } from './figure.js';
import { tableOf } from './report.js';

const figure = (over: Partial<Figure>): Figure => ({ name: 'it', unit: 'ms', ours: 3, ...over });
const beside = { what: 'raw', value: 2 };

describe('a figure is held to its goal', () => {
  it.each<[string, Figure, ReturnType<typeof judge>]>([
    ['nothing beside it, no goal', figure({}), { value: undefined, met: undefined }],
    ['no goal', figure({ beside }), { value: 1.5, met: undefined }],
    ['itself', figure({ goal: { of: 'itself', atMost: 3 } }), { value: 3, met: true }],
    ['itself, missed', figure({ goal: { of: 'itself', atMost: 2.9 } }), { value: 3, met: false }],
    ['difference', figure({ beside, goal: { of: 'difference', atMost: 1 } }), { value: 1, met: true }],
    ['ratio', figure({ beside, goal: { of: 'ratio', atLeast: 1.5 } }), { value: 1.5, met: true }],
    ['ratio, missed', figure({ beside, goal: { of: 'ratio', atLeast: 1.6 } }), { value: 1.5, met: false }],
  ])('%s', (_, judged, verdict) => expect(judge(judged)).toEqual(verdict));

  it('and a comparison needs something beside it', () => {
    expect(() => judge(figure({ goal: { of: 'ratio', atMost: 1 } }))).toThrow('beside');
  });
});

it('a run is a table: figures with three digits that count, their goals and verdicts', () => {
  const figures = [
    figure({ name: 'command', beside, goal: { of: 'difference', atMost: 1.5 } }),
    figure({ name: 'rebuild', unit: '/s', ours: 20_000, beside: { what: 'raw', value: 40_000 } }),
    figure({ name: 'start', unit: 's', ours: 12.345, goal: { of: 'itself', atMost: 5 } }),
  ];
  const table = tableOf({ figures: figures.map((each) => ({ ...each, ...judge(each) })) });
  expect(table.split('\n')).toEqual([
    '|         | ours     | beside   |     | compared | goal      |            |',
    '| ------- | -------- | -------- | --- | -------- | --------- | ---------- |',
    '| command | 3.00 ms  | 2.00 ms  | raw | +1.00 ms | ≤ +1.5 ms | met        |',
    '| rebuild | 20000 /s | 40000 /s | raw | 0.50 ×   |           |            |',
    '| start   | 12.3 s   |          |     |          | ≤ 5 s     | **missed** |',
    '',
  ]);
});
