import {
  PassageVault,
  Streams,
  type Aggregate,
  type CommandContext,
  type PassageKeys,
  type StoredEvent,
} from '@kompass/event-store';
import { Rejected, unreachable, type DomainEvent, type Sealed } from '@kompass/kernel';
import { v5 as uuidV5 } from 'uuid';
import { MemoryEventLog } from './memory-event-log.js';

/** A small aggregate for tests of what carries aggregates: at most ten marks over some slots, until it is closed. */
export type TallyCommand =
  | { readonly type: 'PutMarks'; readonly slot: string; readonly marks: number; readonly note?: Sealed }
  | { readonly type: 'CloseTally' };

export type TallyEvent =
  | DomainEvent<'SlotCleared', { readonly slot: string }>
  | DomainEvent<'MarksPut', { readonly slot: string; readonly marks: number; readonly note?: Sealed }>
  | DomainEvent<'TallyClosed', object>;

export interface Tally {
  readonly slots: Readonly<Record<string, number>>;
  readonly closed: boolean;
}

export const mostMarks = 10;

export function marksOf({ slots }: Tally): number {
  return Object.values(slots).reduce((sum, marks) => sum + marks, 0);
}

export const tally: Aggregate<TallyCommand, Tally, TallyEvent> = {
  category: 'tally',
  types: { SlotCleared: true, MarksPut: true, TallyClosed: true },
  initial: { slots: {}, closed: false },
  reference: () => Promise.resolve(undefined),

  /** @throws Rejected `tally-closed`, `too-many-marks` */
  decide(command, state) {
    if (state.closed) throw new Rejected('tally-closed');
    if (command.type === 'CloseTally') return [{ type: 'TallyClosed', data: {} }];
    const { type: _type, ...put } = command;
    const present = state.slots[put.slot];
    if (present === put.marks) return [];
    if (marksOf(state) - (present ?? 0) + put.marks > mostMarks)
      throw new Rejected('too-many-marks', { marks: put.marks });
    const cleared: TallyEvent[] =
      present === undefined ? [] : [{ type: 'SlotCleared', data: { slot: put.slot } }];
    return [...cleared, { type: 'MarksPut', data: put }];
  },

  evolve(state, event) {
    switch (event.type) {
      case 'SlotCleared': {
        const { [event.data.slot]: _cleared, ...slots } = state.slots;
        return { ...state, slots };
      }
      case 'MarksPut':
        return { ...state, slots: { ...state.slots, [event.data.slot]: event.data.marks } };
      case 'TallyClosed':
        return { ...state, closed: true };
      default:
        return unreachable(event);
    }
  },
};

/** What accompanies the command `name`; the same name is the same command, by default with the same request. */
export function contextOf(
  name: string,
  { request = 'asked', at = '2017-09-14T08:00:00.000Z' } = {},
): CommandContext {
  const commandId = uuidV5(name, '6ba7b810-9dad-11d1-80b4-00c04fd430c8');
  return { actor: 'somebody', commandId, request, correlationId: name, causationId: commandId, at };
}

/** Passage keys in memory; a deleted one is an erasure. */
export class MemoryPassageKeys implements PassageKeys {
  readonly keys = new Map<string, Buffer>();
  #made = 0;

  reserve(count: number) {
    const made = Array.from({ length: count }, () => {
      this.#made += 1;
      const id = `key-${this.#made}`;
      const key = Buffer.alloc(32, this.#made);
      this.keys.set(id, key);
      return { id, key };
    });
    return Promise.resolve(made);
  }

  find(ids: readonly string[]) {
    return Promise.resolve(new Map([...this.keys].filter(([id]) => ids.includes(id))));
  }

  erase(id: string) {
    this.keys.delete(id);
    return Promise.resolve();
  }
}

/** The events of one stream of so many commands, each with a text. */
export async function tallyEvents(commands: number, id = 'roros'): Promise<StoredEvent[]> {
  const log = new MemoryEventLog();
  const streams = new Streams(log, new PassageVault(new MemoryPassageKeys()), tally);
  for (let number = 0; number < commands; number += 1) {
    const put = {
      type: 'PutMarks',
      slot: `slot-${number}`,
      marks: 0,
      note: { plain: `why ${number} ½ 𝄞` },
    } as const;
    await streams.execute(id, put, contextOf(`${id} ${number}`));
  }
  return log.events;
}
