import { randomBytes } from 'node:crypto';
import type { DomainEvent } from '@kompass/kernel';
import { v5 as uuidV5 } from 'uuid';
import { chainHash, payloadDigest } from './chain.js';
import type { CommandContext } from './command-context.js';
import type { EventMetadata, NewEvent, StoredEvent } from './stored-event.js';

/** The nonces of one command's events, made once: a retry at another revision reuses them. */
export class Nonces {
  readonly #made: string[] = [];

  at(index: number): string {
    return (this.#made[index] ??= randomBytes(16).toString('base64'));
  }
}

/** The end of the chain that new events are tied to. */
export interface ChainEnd {
  readonly stream: string;
  readonly revision: number;
  readonly hash: string;
  readonly at: string;
}

/**
 * A command's events, complete and tied to the chain: what is appended; `at` is never before the previous event's.
 *
 * Event ids are UUIDv5(command id, index and nonce): the store recognises the same append sent again, but does not
 * take another process's execution of the same command for it. With ids of the command alone it would acknowledge
 * the second and keep the first, and the second's chain would go on from a hash that is nowhere.
 */
export function tieEvents(
  end: ChainEnd,
  events: readonly DomainEvent[],
  context: CommandContext & { readonly item?: string },
  nonces: Nonces,
): { readonly tied: NewEvent[]; readonly end: ChainEnd } {
  const tied: NewEvent[] = [];
  for (const [index, event] of events.entries()) {
    const revision = end.revision + 1;
    const nonce = nonces.at(index);
    const id = uuidV5(`${index} ${nonce}`, context.commandId);
    const data: StoredEvent['data'] = { ...event.data, nonce };
    const unhashed: Omit<EventMetadata, 'hash'> = {
      actor: context.actor,
      at: context.at > end.at ? context.at : end.at,
      commandId: context.commandId,
      ...(context.item === undefined ? {} : { item: context.item }),
      request: context.request,
      correlationId: context.correlationId,
      causationId: context.causationId,
      schema: 1,
      prev: end.hash,
    };
    const link = { stream: end.stream, revision, id, type: event.type, metadata: unhashed };
    const hash = chainHash({ ...link, payload: payloadDigest(data) });
    tied.push({ id, type: event.type, data, metadata: { ...unhashed, hash } });
    end = { stream: end.stream, revision, hash, at: unhashed.at };
  }
  return { tied, end };
}
