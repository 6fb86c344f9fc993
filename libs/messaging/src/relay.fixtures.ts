import { integrationEvent } from '@kompass/contracts';
import { PassageVault, type Aggregate, type CommandContext } from '@kompass/event-store';
import { Rejected, type DomainEvent } from '@kompass/kernel';
import { v4 as uuidV4 } from 'uuid';
import type { Policy } from './policy.js';
import type { Publication } from './publication.js';

/** The context that publishes: every `Reopened` is a transition, `Noted` stays inside. */
export type SourceEvent = DomainEvent<'Reopened' | 'Noted', object>;
export type SourceCommand = { readonly type: 'Reopen' | 'Note' };
export const source: Aggregate<SourceCommand, number, SourceEvent> = {
  category: 'evaluation',
  types: { Reopened: true, Noted: true },
  initial: 0,
  reference: () => Promise.resolve(undefined),
  decide: ({ type }) => [{ type: type === 'Reopen' ? 'Reopened' : 'Noted', data: {} }],
  evolve: (editions, { type }) => (type === 'Reopened' ? editions + 1 : editions),
};
export const publication: Publication<number, SourceEvent> = {
  catalog: source,
  messages: {
    Reopened: (_, edition, envelope) => integrationEvent('EvaluationReopened', envelope, { edition }),
  },
};

/** The context that reacts: takes over what is newer than what it has, and refuses an edition it is told to. */
export type Take = { readonly type: 'Take'; readonly edition: number; readonly version: number };
export type Taken = DomainEvent<'Taken', { readonly edition: number; readonly version: number }>;
/** What the context that reacts is told to refuse. */
export const refusing: { edition?: number | undefined } = {};
export const target: Aggregate<Take, number, Taken> = {
  category: 'result',
  types: { Taken: true },
  initial: -1,
  reference: () => Promise.resolve(undefined),
  decide: ({ edition, version }, known) => {
    if (edition === refusing.edition) throw new Rejected('edition-refused', { edition });
    return version > known ? [{ type: 'Taken', data: { edition, version } }] : [];
  },
  evolve: (_, { data }) => data.version,
};
export const policy: Policy<Take, 'kompass.scoring.v1'> = {
  name: 'take-over',
  topics: ['kompass.scoring.v1'],
  react: (message) =>
    message.type === 'EvaluationReopened'
      ? [{ id: message.key, command: { type: 'Take', version: message.version, ...message.data } }]
      : [],
};

export const backoff = { firstMs: 1, mostMs: 5 };

export const vault = new PassageVault({
  reserve: () => Promise.resolve([]),
  find: () => Promise.resolve(new Map()),
  erase: () => Promise.resolve(),
});
export const human = (): CommandContext => ({
  actor: 'admin',
  commandId: uuidV4(),
  request: '',
  correlationId: 'c',
  causationId: 'c',
  at: new Date().toISOString(),
});
