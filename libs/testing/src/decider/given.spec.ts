import { describe, expect, it } from '@jest/globals';
import type { Decider, DomainEvent } from '@kompass/kernel';
import { Rejected } from '@kompass/kernel';
import { by, recorded, specOf } from './given.js';

type Moved = DomainEvent<'Moved', { to: number }>;
type Move = { type: 'Move'; to: number };
type Place = { at: number; by: string };

const moved = (to: number): Moved => ({ type: 'Moved', data: { to } });
const move = (to: number): Move => ({ type: 'Move', to });

const walker: Decider<Move, Place, Moved, number> = {
  initial: { at: 0, by: 'nobody' },
  decide(command, state, furthest) {
    if (command.to > furthest) throw new Rejected('too-far', { to: command.to, furthest });
    return command.to === state.at ? [] : [moved(command.to)];
  },
  evolve: (_state, event) => ({ at: event.data.to, by: event.meta.actor }),
};

describe('given / when / then', () => {
  const given = specOf(walker, 9);

  it('holds a decider to its events and refusals', () => {
    given(moved(3)).when(move(4)).then(moved(4));
    given(moved(3)).when(move(3)).then();
    given().when(move(10)).thenRejected('too-far', { furthest: 9 });
  });

  it('shows what the events given fold to', () => {
    expect(given(moved(3), by('lead', moved(5))).state).toEqual({ at: 5, by: 'lead' });
  });

  it('fails where the decider does otherwise', () => {
    expect(() => given().when(move(4)).then()).toThrow();
    expect(() => given().when(move(4)).then(moved(5))).toThrow();
    expect(() => given().when(move(4)).thenRejected('too-far')).toThrow('it was decided');
    expect(() => given().when(move(10)).then(moved(10))).toThrow('too-far');
    expect(() => given().when(move(10)).thenRejected('too-near')).toThrow();
    expect(() => given().when(move(10)).thenRejected('too-far', { furthest: 8 })).toThrow();
  });

  it('fails where a decider changes what it was given', () => {
    const changing: typeof walker = {
      ...walker,
      evolve: (state, event) => Object.assign(state, { at: event.data.to }),
    };
    expect(() => specOf(changing, 9)(moved(1))).toThrow(TypeError);
  });

  it('fails where what was decided does not fold', () => {
    const broken: typeof walker = {
      ...walker,
      evolve: () => {
        throw new Error('unhandled');
      },
    };
    expect(() => specOf(broken, 9)().when(move(1)).then(moved(1))).toThrow('unhandled');
  });

  it('numbers events and lets a test say what matters', () => {
    const [first, second] = recorded(moved(1), { ...moved(2), meta: { at: '2017-09-02T08:00:00.000Z' } });
    expect(first?.meta).toEqual({ revision: 0, at: '2017-09-01T08:00:00.000Z', actor: 'somebody' });
    expect(second?.meta).toMatchObject({ revision: 1, at: '2017-09-02T08:00:00.000Z' });
  });
});
