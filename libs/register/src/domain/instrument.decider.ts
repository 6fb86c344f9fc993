import { checkCrosswalk, digestOf, type Crosswalk, type Instrument } from '@kompass/instrument';
import { Rejected, unreachable, type Decider } from '@kompass/kernel';
import { isDeepStrictEqual } from 'node:util';
import type { PublishInstrument } from './instrument.commands.js';
import type { InstrumentEvent } from './instrument.events.js';

export interface PublishedInstrument {
  /** Absent until it is published. */
  readonly document?: Instrument;
  /** By the earlier version. */
  readonly crosswalks: Readonly<Record<string, Crosswalk>>;
}

/** What `decide` looks up: the published versions of the same instrument. */
export interface InstrumentReference {
  readonly versions: readonly Instrument[];
}

/**
 * One version of an instrument: stream `instrument-<digest>`.
 *
 * Refuses with `already-exists` where there is nothing new, or the version has another document, and with
 * `crosswalk-invalid` (`errors: [{ field, rule }]`). A crosswalk may come from a version that is not published; it is
 * then held to the later one only.
 */
export const instrumentDecider: Decider<
  PublishInstrument,
  PublishedInstrument,
  InstrumentEvent,
  InstrumentReference
> = {
  initial: { crosswalks: {} },

  decide({ document, crosswalks }, state, reference) {
    holdVersion(document, reference);
    const news = [
      ...(state.document ? [] : [instrumentPublished(document)]),
      ...crosswalks
        .filter((crosswalk) => !isDeepStrictEqual(crosswalk, state.crosswalks[crosswalk.from]))
        .map((crosswalk) => crosswalkPublished(crosswalk, document, reference)),
    ];
    if (news.length === 0) throw new Rejected('already-exists');
    return news;
  },

  evolve(state, event) {
    switch (event.type) {
      case 'InstrumentPublished':
        return { ...state, document: event.data.document };
      case 'CrosswalkPublished': {
        const { crosswalk } = event.data;
        return { ...state, crosswalks: { ...state.crosswalks, [crosswalk.from]: crosswalk } };
      }
      default:
        return unreachable(event);
    }
  },
};

/** A version has one document. */
function holdVersion(document: Instrument, { versions }: InstrumentReference): void {
  const same = versions.find(({ id, version }) => id === document.id && version === document.version);
  if (same && digestOf(same) !== digestOf(document)) {
    throw new Rejected('already-exists', { digest: digestOf(same) });
  }
}

function instrumentPublished(document: Instrument): InstrumentEvent {
  return { type: 'InstrumentPublished', data: { digest: digestOf(document), document } };
}

function crosswalkPublished(
  crosswalk: Crosswalk,
  to: Instrument,
  { versions }: InstrumentReference,
): InstrumentEvent {
  const from = versions.find(({ id, version }) => id === to.id && version === crosswalk.from);
  checkCrosswalk(crosswalk, to, from);
  return { type: 'CrosswalkPublished', data: { crosswalk } };
}
