import { setTimeout as delay } from 'node:timers/promises';
import { Rejected, type DomainEvent, type Message, type Recorded, type Unsealed } from '@kompass/kernel';
import { LRUCache } from 'lru-cache';
import { foldEvent, nothingFolded, type Aggregate, type Folded } from './aggregate.js';
import type { BulkItem, CommandContext } from './command-context.js';
import { recall } from './event-catalog.js';
import { AppendUnknown, WrongExpectedRevision, type EventLog } from './event-log.js';
import type { PassageVault } from './passages.js';
import type { Position } from './position.js';
import { streamName, type NewEvent, type StoredEvent } from './stored-event.js';
import { Nonces, tieEvents } from './tie-events.js';

/** A command that stands, now or since an earlier request with the same id. */
export interface Accepted<Event extends DomainEvent> {
  readonly status: 'accepted';
  /** The events it led to; none where there was nothing to do. */
  readonly events: readonly Recorded<Event>[];
  /** Of its last event, or of the stream where there was nothing to do. */
  readonly revision: number;
  /** For `atLeast`. */
  readonly position: Position | undefined;
}

export interface Refused {
  readonly status: 'refused';
  readonly rejection: Rejected;
}

export type Outcome<Event extends DomainEvent> = Accepted<Event> | Refused;

export interface StreamsOptions {
  /** Folded streams kept in memory. */
  readonly cached?: number;
  /** How often a command is tried before it is given up as `stream-busy` or `outcome-unknown`. */
  readonly attempts?: number;
}

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
    { cached = 1_000, attempts = 10 }: StreamsOptions = {},
  ) {
    this.#cache = new LRUCache({ max: cached });
    this.#attempts = attempts;
  }

  /**
   * Executes one command.
   *
   * @throws Rejected what `decide` refuses; `idempotency-key-reused`; `stream-busy`, `outcome-unknown` after many tries
   * @throws WrittenByNewerVersion
   */
  async execute(id: string, command: Unsealed<Command>, context: CommandContext): Promise<Accepted<Event>> {
    const [outcome] = await this.#inTurn(id, [this.#item(command, context)]);
    if (outcome!.status === 'refused') throw outcome!.rejection;
    return outcome!;
  }

  /** Executes the commands of a bulk request in order: one fold, one append; each accepted or refused on its own. */
  async executeMany(
    id: string,
    items: readonly BulkItem<Unsealed<Command>>[],
    context: CommandContext,
  ): Promise<Outcome<Event>[]> {
    const own = items.map(({ command, ...rest }) => this.#item(command, { ...context, ...rest }));
    return this.#inTurn(id, own);
  }

  /** The stream folded to its end; an instance of `initial` at revision -1 where there is none. */
  async load(id: string): Promise<Folded<State>> {
    return this.#readTail(id, this.#cache.get(id));
  }

  /** The state as it was at `revision`, folded from the log. */
  async stateAt(id: string, revision: number): Promise<State> {
    let folded = nothingFolded(this.aggregate.initial);
    for await (const event of this.history(id, { limit: revision + 1 }))
      folded = foldEvent(this.aggregate, folded, event);
    return folded.state;
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
    let unsure = false;
    for (let attempt = 0; attempt < this.#attempts; attempt += 1) {
      let decision = await this.#decide(id, folded, items);
      if (decision.doubtful && !fresh) {
        folded = await this.#readTail(id, folded);
        decision = await this.#decide(id, folded, items);
      }
      if (decision.tied.length === 0) return this.#answer(id, folded, items, decision);
      try {
        const position = await this.log.append(this.#stream(id), folded.revision, decision.tied);
        if (!unsure)
          return await this.#answer(id, this.#foldOwn(id, folded, decision.tied, position), items, decision);
      } catch (error) {
        if (error instanceof AppendUnknown) unsure = true;
        else if (!(error instanceof WrongExpectedRevision)) throw error;
        if (attempt > 0) await delay(Math.random() * 10 * 2 ** Math.min(attempt, 6));
      }
      // The next round answers from the log what has been stored; what has not is decided anew, and on an
      // unchanged stream comes to the identical bytes at the same revision.
      folded = await this.#readTail(id, folded);
      fresh = true;
    }
    throw new Rejected(unsure ? 'outcome-unknown' : 'stream-busy', { retryAfter: 1 });
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
    const answers: Outcome<Event>[] = [];
    for (const [index, entry] of entries.entries()) {
      if (entry === 'repeated')
        answers.push(await this.#firstAnswer(id, folded, items[index]!.context.commandId));
      else answers.push(entry.status === 'accepted' ? { ...entry, position: folded.position } : entry);
    }
    return answers;
  }

  async #firstAnswer(id: string, folded: Folded<State>, commandId: string): Promise<Accepted<Event>> {
    const { first, last } = folded.commands.get(commandId)!;
    const events: Recorded<Event>[] = [];
    let position: Position | undefined;
    for await (const stored of this.history(id, { from: first, limit: last - first + 1 })) {
      if (stored.metadata.commandId !== commandId) continue;
      const event = recall(this.aggregate, stored);
      if (event) events.push(event);
      position = stored.position;
    }
    return { status: 'accepted', events, revision: last, position };
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
    this.#cache.set(id, folded);
    return folded;
  }

  async #readTail(id: string, folded = nothingFolded(this.aggregate.initial)): Promise<Folded<State>> {
    for await (const event of this.history(id, { from: folded.revision + 1 })) {
      folded = foldEvent(this.aggregate, folded, event);
    }
    if (folded.revision >= 0) this.#cache.set(id, folded);
    return folded;
  }
}
