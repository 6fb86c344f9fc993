import { describe, expect, it } from '@jest/globals';
import { decodeMessage, encodeMessage, type Envelope } from '@kompass/contracts';
import type { DomainEvent, Recorded } from '@kompass/kernel';
import type { Publication } from '@kompass/messaging';
import { recorded } from '@kompass/testing';
import { instrumentDecider } from './domain/instrument.decider.js';
import {
  crosswalkPublished,
  earlierToLater,
  instrumentPublished,
  later,
} from './domain/instrument.fixtures.js';
import { municipalityDecider } from './domain/municipality.decider.js';
import { municipalityAmended, municipalityRegistered, profile } from './domain/municipality.fixtures.js';
import { instrumentPublication } from './instrument.publication.js';
import { municipalityPublication } from './municipality.publication.js';

const envelope: Envelope = {
  key: 'key',
  version: 3,
  time: '2017-01-01T00:00:00.000Z',
  correlationId: 'request',
  causationId: 'event',
};

/** The message of the last of these events, after its way over the bus. */
function lastMessage<State, E extends DomainEvent>(
  { messages }: Publication<State, E>,
  { initial, evolve }: { readonly initial: State; evolve(state: State, event: Recorded<E>): State },
  ...events: E[]
) {
  const all = recorded<E>(...events);
  const state = all.reduce((folded, event) => evolve(folded, event), initial);
  const last = all.at(-1)!;
  const message = messages[last.type as E['type']]!(last as never, state, envelope)!;
  return decodeMessage(encodeMessage(message));
}

describe('what the register publishes', () => {
  it('is each municipality as it is now', () => {
    const merged = { successors: [{ id: 'storkommune', from: '2030-01-01' }] };
    expect(lastMessage(municipalityPublication, municipalityDecider, municipalityRegistered())).toMatchObject(
      {
        type: 'MunicipalityChanged',
        ...envelope,
        data: profile(),
      },
    );
    const events = [municipalityRegistered(), municipalityAmended(merged)];
    expect(lastMessage(municipalityPublication, municipalityDecider, ...events)).toMatchObject({
      data: profile(merged),
    });
  });

  it('is each instrument whole, with its crosswalks', () => {
    const expected = { id: 'kommunekompasset', version: '2.1', document: later };
    expect(lastMessage(instrumentPublication, instrumentDecider, instrumentPublished())).toMatchObject({
      type: 'InstrumentPublished',
      data: { ...expected, crosswalks: [] },
    });
    const events = [instrumentPublished(), crosswalkPublished()];
    expect(lastMessage(instrumentPublication, instrumentDecider, ...events)).toMatchObject({
      data: { ...expected, crosswalks: [earlierToLater] },
    });
  });
});
