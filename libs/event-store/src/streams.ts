import { Rejected, type DomainEvent, type Message, type Recorded, type Unsealed } from '@kompass/kernel';
import { LRUCache } from 'lru-cache';
import { foldEvent, nothingFolded, type Aggregate, type Folded } from './aggregate.js';
import { backOff } from './back-off.js';
import type { BulkItem, CommandContext } from './command-context.js';
import { recall } from './event-catalog.js';
import { AppendUnknown, WrongExpectedRevision, type EventLog } from './event-log.js';
import type { Accepted, Outcome } from './outcome.js';
import type { PassageVault } from './passages.js';
import type { Position } from './position.js';
import { streamName, type NewEvent, type StoredEvent } from './stored-event.js';
import { Nonces, tieEvents } from './tie-events.js';

export interface StreamsOptions {
  /** Folded streams kept in memory. */
  readonly cached?: number;
  /** … and at most so much JSON folded into them, in characters. */
  readonly cachedWeight?: number;
  /** How often a command is tried before it is given up as `stream-busy`. */
  readonly attempts?: number;
}

/** Between tries when others append to the same stream, in milliseconds. */
const pauses = { firstMs: 10, mostMs: 640 };

/** How often an append without an answer is sent again before the command is given up as `outcome-unknown`. */
const resends = 2;

interface Item<Command> {
  readonly context: CommandContext & { readonly item?: string };
  readonly nonces: Nonces;
  /** Sealed once: a retry reuses it, so that `decide` stays pure and the bytes the same. */
  readonly sealed: () => Promise<Command>;
}

/** What deciding came to: one entry an item, and the events to append for all of them. */
interface Decision<Event extends DomainEvent> {
  readonly entries: readonly ('repeated' | Outcome<Event>)[];
  readonly tied: readonly NewEvent[];
  /** A refusal, or nothing to do: not to be believed unless the tail was read. */
  readonly doubtful: boolean;
}

/**
 * The one way to append: folds a stream, decides, appends at the exact revision (design decisions 1 to 5).
 *
 * Commands of one process to one stream queue. The folded state is cached, so a command usually costs one round trip;
 * a refusal from the cache is never believed before the tail was read.
 */
export class Streams<Command extends Message, State, Event extends DomainEvent, Reference> {
  readonly #cache: LRUCache<string, Folded<State>>;
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #attempts: number;

  constructor(
    private readonly log: EventLog,
    private readonly vault: PassageVault,
    private readonly aggregate: Aggregate<Command, State, Event, Reference>,
    { cached = 1_000, cachedWeight = 64 * 1024 * 1024, attempts = 10 }: StreamsOptions = {},
  ) {
    this.#cache = new LRUCache({
      max: cached,
      maxSize: cachedWeight,
      sizeCalculation: ({ weight }) => weight + 1,
    });
    this.#attempts = attempts;
  }

  /**
   * Executes one command.
   *
   * @throws Rejected what `decide` refuses; `idempotency-key-reused`; with `retryAfter`, as the same command may be sent
   *   again: `stream-busy`, `outcome-unknown`, `event-store-unavailable`
   * @throws WrittenByNewerVersion
   */
  async execute(id: string, command: Unsealed<Command>, context: CommandContext): Promise<Accepted<Event>> {
    const [outcome] = await this.#inTurn(id, [this.#item(command, context)]);
    if (outcome!.status === 'refused') throw outcome!.rejection;
    return outcome!;
  }

  /**
   * Executes the commands of a bulk request in order: one fold, one append; each accepted or refused on its own.
   *
   * @throws Rejected `stream-busy`, `outcome-unknown`, `event-store-unavailable`: the bulk as a whole
   */
  async executeMany(
    id: string,
    items: readonly BulkItem<Unsealed<Command>>[],
    context: CommandContext,
  ): Promise<Outcome<Event>[]> {
    if (new Set(items.map(({ commandId }) => commandId)).size < items.length)
      throw new Error('two items of a bulk request are the same command');
    const own = items.map(({ command, ...rest }) => this.#item(command, { ...context, ...rest }));
    return this.#inTurn(id, own);
  }

  /** The stream folded to its end; an instance of `initial` at revision -1 where there is none. */
  async load(id: string): Promise<Folded<State>> {
    return this.#readTail(id, this.#cache.get(id));
  }

  /** The state as it was at `revision`, folded from the log; at its end where the stream is shorter. */
  async stateAt(id: string, revision: number): Promise<State> {
    let folded = nothingFolded(this.aggregate.initial);
    for await (const event of this.history(id, { limit: revision + 1 }))
      folded = foldEvent(this.aggregate, folded, event);
    return folded.state;
  }

  /**
   * The state after one more event of the stream; `before` is absent for its first.
   *
   * @throws WrittenByNewerVersion
   */
  foldOn(before: State | undefined, stored: StoredEvent): State {
    const event = recall(this.aggregate, stored);
    const state = before ?? this.aggregate.initial;
    return event ? this.aggregate.evolve(state, event) : state;
  }

  /** The events of the stream as stored. */
  history(
    id: string,
    options: { readonly from?: number; readonly limit?: number } = {},
  ): AsyncIterable<StoredEvent> {
    return this.log.readStream(this.#stream(id), options);
  }

  #stream(id: string): string {
    return streamName(this.aggregate.category, id);
  }

  #item(command: Unsealed<Command>, context: Item<Command>['context']): Item<Command> {
    let sealed: Promise<Command> | undefined;
    return { context, nonces: new Nonces(), sealed: () => (sealed ??= this.vault.seal<Command>(command)) };
  }

  async #inTurn(id: string, items: readonly Item<Command>[]): Promise<Outcome<Event>[]> {
    const before = this.#queues.get(id) ?? Promise.resolve();
    const turn = before.then(() => this.#run(id, items));
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.#queues.set(id, settled);
    try {
      return await turn;
    } finally {
      if (this.#queues.get(id) === settled) this.#queues.delete(id);
    }
  }

  async #run(id: string, items: readonly Item<Command>[]): Promise<Outcome<Event>[]> {
    const cached = this.#cache.get(id);
    let folded = cached ?? (await this.#readTail(id));
    let fresh = cached === undefined;
    let unsure = 0;
    for (let attempt = 1; ; attempt += 1) {
      let decision = await this.#decide(id, folded, items);
      if (decision.doubtful && !fresh) {
        folded = await this.#readTail(id, folded);
        decision = await this.#decide(id, folded, items);
      }
      if (decision.tied.length === 0) return this.#answer(id, folded, items, decision);
      if (unsure > resends) throw new Rejected('outcome-unknown', { retryAfter: 1 });
      if (attempt > this.#attempts) throw new Rejected('stream-busy', { retryAfter: 1 });
      try {
        const position = await this.log.append(this.#stream(id), folded.revision, decision.tied);
        if (unsure === 0)
          return await this.#answer(id, this.#foldOwn(id, folded, decision.tied, position), items, decision);
      } catch (error) {
        if (error instanceof AppendUnknown) unsure += 1;
        else if (!(error instanceof WrongExpectedRevision)) throw error;
        else if (attempt > 1) await backOff(pauses, attempt);
      }
      // The next round answers from the log what has been stored; what has not is decided anew, and on an
      // unchanged stream comes to the identical bytes at the same revision.
      folded = await this.#readTail(id, folded);
      fresh = true;
    }
  }

  async #decide(
    id: string,
    folded: Folded<State>,
    items: readonly Item<Command>[],
  ): Promise<Decision<Event>> {
    let state = folded.state;
    let end = { stream: this.#stream(id), revision: folded.revision, hash: folded.hash, at: folded.at };
    let doubtful = false;
    const tied: NewEvent[] = [];
    const entries: Decision<Event>['entries'][number][] = [];
    for (const { context, nonces, sealed } of items) {
      const known = folded.commands.get(context.commandId);
      if (known) {
        const reused = known.request !== context.request;
        entries.push(
          reused ? { status: 'refused', rejection: new Rejected('idempotency-key-reused') } : 'repeated',
        );
        continue;
      }
      try {
        const command = await sealed();
        const reference = await this.aggregate.reference(command, state);
        const decided = this.aggregate.decide(command, state, reference);
        const made = tieEvents(end, decided, context, nonces);
        const events = decided.map((event, index): Recorded<Event> => {
          const { at, actor } = made.tied[index]!.metadata;
          return { ...event, meta: { revision: end.revision + 1 + index, at, actor } };
        });
        for (const event of events) state = this.aggregate.evolve(state, event);
        end = made.end;
        tied.push(...made.tied);
        doubtful ||= events.length === 0;
        entries.push({ status: 'accepted', events, revision: end.revision, position: undefined });
      } catch (error) {
        if (!(error instanceof Rejected)) throw error;
        doubtful = true;
        entries.push({ status: 'refused', rejection: error });
      }
    }
    return { entries, tied, doubtful };
  }

  /** What is told to the caller: of a repeated command what the log holds, of a new one what was appended. */
  async #answer(
    id: string,
    folded: Folded<State>,
    items: readonly Item<Command>[],
    { entries }: Decision<Event>,
  ): Promise<Outcome<Event>[]> {
    const commandIds = items.map(({ context }) => context.commandId);
    const repeated = commandIds.filter((_, index) => entries[index] === 'repeated');
    const first = await this.#firstAnswers(id, folded, repeated);
    return entries.map((entry, index) => {
      if (entry === 'repeated') return first.get(commandIds[index]!)!;
      return entry.status === 'accepted' ? { ...entry, position: folded.position } : entry;
    });
  }

  /** The answers of commands executed before, in one read of the log. */
  async #firstAnswers(
    id: string,
    { commands }: Folded<State>,
    commandIds: readonly string[],
  ): Promise<Map<string, Accepted<Event>>> {
    const answers = new Map<string, Accepted<Event>>();
    const traces = commandIds.map((commandId) => commands.get(commandId)!);
    if (traces.length === 0) return answers;
    const from = Math.min(...traces.map(({ first }) => first));
    const to = Math.max(...traces.map(({ last }) => last));
    for (const [index, { last }] of traces.entries())
      answers.set(commandIds[index]!, {
        status: 'accepted',
        events: [],
        revision: last,
        position: undefined,
      });
    for await (const stored of this.history(id, { from, limit: to - from + 1 })) {
      const { commandId } = stored.metadata;
      const answer = answers.get(commandId);
      if (!answer) continue;
      const event = recall(this.aggregate, stored);
      const events = event ? [...answer.events, event] : answer.events;
      answers.set(commandId, { ...answer, events, position: stored.position });
    }
    return answers;
  }

  /** Folds events just appended, without reading them back. */
  #foldOwn(id: string, folded: Folded<State>, tied: readonly NewEvent[], position: Position): Folded<State> {
    const stream = this.#stream(id);
    for (const event of tied) {
      folded = foldEvent(this.aggregate, folded, {
        ...event,
        stream,
        revision: folded.revision + 1,
        position,
      });
    }
    return this.#keep(id, folded);
  }

  async #readTail(id: string, folded = nothingFolded(this.aggregate.initial)): Promise<Folded<State>> {
    // Read whole before it is folded: `commands` is shared with what is cached, and must not know half a command.
    const tail: StoredEvent[] = [];
    for await (const event of this.history(id, { from: folded.revision + 1 })) tail.push(event);
    for (const event of tail) folded = foldEvent(this.aggregate, folded, event);
    return this.#keep(id, folded);
  }

  /** Caches a folded stream, unless a later one is cached already: `load` does not queue. */
  #keep(id: string, folded: Folded<State>): Folded<State> {
    if (folded.revision > (this.#cache.peek(id)?.revision ?? -1)) this.#cache.set(id, folded);
    return folded;
  }
}
