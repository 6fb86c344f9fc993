import type { Filter } from '../log/event-table.js';
import { invalid, unimplemented } from './call-error.js';
import { streams } from './protocol.js';
import { streamNameOf } from './stream-name.js';
import type { UuidForm } from './uuid.js';

/** Where a read begins: a number is a revision of the stream, or a position of `$all`. */
export type From = 'start' | 'end' | number;

/** What is read: a stream, or `$all` where there is no `stream`. */
interface Target {
  readonly stream?: string;
  readonly from: From;
  readonly uuids: UuidForm;
}

export interface Read extends Target {
  readonly kind: 'read';
  readonly backwards: boolean;
  readonly count: number;
}

export interface Subscription extends Target {
  readonly kind: 'subscription';
  readonly filter?: Filter;
  /** A checkpoint at least every so many events of the log; only with a filter. */
  readonly checkpointInterval?: number;
}

/** How many events EventStoreDB looks at between checkpoints where the client leaves it to the server. */
const defaultWindow = 32;

const {
  Options: { CountOptionCase, StreamOptionCase, FilterOptionCase, ReadDirection, FilterOptions },
} = streams.ReadReq;

/** @throws CallError UNIMPLEMENTED for what the node does not do, INVALID_ARGUMENT for what makes no sense */
export function readRequest(request: streams.ReadReq): Read | Subscription {
  const options = request.getOptions();
  if (!options) throw invalid('a read needs options');
  const target = targetOf(options);
  const filtered = options.getFilterOptionCase() === FilterOptionCase.FILTER;
  const backwards = options.getReadDirection() === ReadDirection.BACKWARDS;

  switch (options.getCountOptionCase()) {
    case CountOptionCase.COUNT:
      if (filtered) throw unimplemented('a filtered read that is not a subscription');
      return { kind: 'read', ...target, backwards, count: clamp(options.getCount()) };
    case CountOptionCase.SUBSCRIPTION:
      if (backwards) throw invalid('a subscription goes forwards');
      if (!filtered) return { kind: 'subscription', ...target };
      if (target.stream !== undefined) throw invalid('only a subscription to $all can be filtered');
      return { kind: 'subscription', ...target, ...filterOf(options.getFilter()) };
    case CountOptionCase.COUNT_OPTION_NOT_SET:
      throw invalid('a read needs a count');
  }
}

function targetOf(options: streams.ReadReq.Options): Target {
  const uuids = options.getUuidOption()?.hasString() ? 'text' : 'structured';
  switch (options.getStreamOptionCase()) {
    case StreamOptionCase.STREAM: {
      const stream = options.getStream();
      const from = fromOf(stream, stream?.hasRevision() ? stream.getRevision() : undefined);
      const name = streamNameOf(stream?.getStreamIdentifier());
      if (name === '' || name.includes('\0')) throw invalid('a stream name is not empty and has no NUL');
      return { stream: name, from, uuids };
    }
    case StreamOptionCase.ALL: {
      const all = options.getAll();
      return { from: fromOf(all, all?.getPosition()?.getCommitPosition()), uuids };
    }
    case StreamOptionCase.STREAM_OPTION_NOT_SET:
      throw invalid('a read needs a stream');
  }
}

function fromOf(
  option: { hasStart(): boolean; hasEnd(): boolean } | undefined,
  place: string | undefined,
): From {
  if (place !== undefined) return clamp(place);
  if (option?.hasStart()) return 'start';
  if (option?.hasEnd()) return 'end';
  throw invalid('a read begins somewhere');
}

function filterOf(
  options: streams.ReadReq.Options.FilterOptions | undefined,
): Pick<Subscription, 'filter' | 'checkpointInterval'> {
  const on = options?.getFilterCase() === FilterOptions.FilterCase.EVENT_TYPE ? 'type' : 'stream';
  const expression = on === 'type' ? options?.getEventType() : options?.getStreamIdentifier();
  if (!options || !expression) throw invalid('a filter looks at stream names or at event types');
  if (expression.getRegex() !== '') throw unimplemented('a filter by regular expression');
  const prefixes = expression.getPrefixList();
  if (prefixes.length === 0) throw invalid('a filter needs prefixes');
  const multiplier = options.getCheckpointintervalmultiplier();
  if (multiplier === 0) throw invalid('a checkpoint interval is above 0');
  const window = options.hasMax() ? options.getMax() : defaultWindow;
  return { filter: { on, prefixes }, checkpointInterval: Math.max(1, window * multiplier) };
}

/** Numbers of 64 bits that are no places of this log lie beyond its end. */
function clamp(uint64: string): number {
  return Math.min(Number(uint64), Number.MAX_SAFE_INTEGER);
}
