import type { Append, AppendResult, ProposedEvent, RecordedEvent } from './event.js';

/** Where an event id stands in a stream. */
export interface Place {
  readonly revision: number;
  readonly position: number;
}

export interface KnownPlace extends Place {
  readonly stream: string;
  readonly id: string;
}

/** What the log holds before the group. */
export interface Stored {
  /** Position of the last event, 0 for an empty log. */
  readonly head: number;
  /** Last revision of a stream, -1 where there is none. */
  lastRevision(stream: string): number;
  /** Places of an event id in a stream; need be known only where `needsPlaces` says so. */
  places(stream: string, id: string): readonly Place[];
}

export interface GroupPlan {
  /** What each append will be answered once `events` are durable, in the order of the appends. */
  readonly results: readonly AppendResult[];
  /** What the whole group adds to the log, in order. */
  readonly events: readonly RecordedEvent[];
}

/** Whether an append can only be judged by where its event ids stand already: it may be a repetition. */
export function needsPlaces({ expected }: Append, lastRevision: number): boolean {
  return typeof expected === 'number'
    ? expected < lastRevision
    : lastRevision >= 0; /* 'no-stream' is -1; 'any' and 'stream-exists' look for the ids anywhere */
}

/**
 * Judges appends in order, each against the log including the earlier ones of its group, and gives positions and
 * revisions to the events of those accepted.
 */
export function planGroup(appends: readonly Append[], stored: Stored, created: Date): GroupPlan {
  const events: RecordedEvent[] = [];
  const staged = new Map<string, { last: number; places: Map<string, Place[]> }>();

  const results = appends.map((append): AppendResult => {
    const { stream } = append;
    const ours = staged.get(stream);
    const last = ours?.last ?? stored.lastRevision(stream);
    const verdict = judge(append, last, (id) => [
      ...stored.places(stream, id),
      ...(ours?.places.get(id) ?? []),
    ]);
    if (verdict === 'refuse') return { kind: 'wrong-expected-revision', revision: last };
    if (verdict !== 'append') return { kind: 'done', revision: verdict.revision, position: verdict.position };
    if (append.events.length === 0) return { kind: 'done', revision: last };

    const stage = ours ?? { last, places: new Map<string, Place[]>() };
    staged.set(stream, stage);
    for (const event of append.events) {
      const place = { revision: ++stage.last, position: stored.head + events.length + 1 };
      stage.places.set(event.id, [...(stage.places.get(event.id) ?? []), place]);
      events.push({ ...event, ...place, stream, created });
    }
    return { kind: 'done', revision: stage.last, position: stored.head + events.length };
  });

  return { results, events };
}

type Find = (id: string) => readonly Place[];

/** `Place` of the last event where the append is a repetition: it gets its first answer again. */
function judge({ expected, events }: Append, last: number, find: Find): 'append' | 'refuse' | Place {
  switch (expected) {
    case 'stream-exists':
      return last < 0 ? 'refuse' : judgeAnywhere(events, find);
    case 'any':
      return judgeAnywhere(events, find);
    case 'no-stream':
      return judgeAt(-1, events, last, find);
    default:
      return judgeAt(expected, events, last, find);
  }
}

/** A repetition is an append of which every id stands in the stream; a mixture of known and new ids is refused. */
function judgeAnywhere(events: readonly ProposedEvent[], find: Find): 'append' | 'refuse' | Place {
  const places = events.map(({ id }) => find(id).at(-1));
  if (places[0] === undefined) return 'append';
  return places.every((place) => place !== undefined) ? (places.at(-1) as Place) : 'refuse';
}

/** A repetition is an append whose ids stand right after the expected revision, in order. */
function judgeAt(
  expected: number,
  events: readonly ProposedEvent[],
  last: number,
  find: Find,
): 'append' | 'refuse' | Place {
  if (expected === last) return 'append';
  const places = events.map(({ id }, index) =>
    find(id).find(({ revision }) => revision === expected + 1 + index),
  );
  return places.every((place) => place !== undefined) ? (places.at(-1) ?? 'refuse') : 'refuse';
}
