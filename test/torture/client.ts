import { setTimeout as delay } from 'node:timers/promises';
import {
  KompassClient,
  pathOf,
  ProblemError,
  serviceOf,
  type AnswerOf,
  type RequestOf,
  type Route,
} from '@kompass/contracts';
import { jcs } from '@kompass/event-store';
import { v5 as uuidV5 } from 'uuid';
import type { Chance } from './chance.js';
import { settle, type Fate, type Remembered } from './memory.js';
import type { Assessor } from './scene.js';
import { schedulingHabits } from './scheduling-habits.js';
import { scoringHabits } from './scoring-habits.js';
import type { Expected, Params, Sending, Work } from './sending.js';

/** What answers; waits while nothing does. */
export interface Server {
  running(): Promise<{ readonly url: string }>;
  /** Counted up when PostgreSQL goes, and when it is back: odd while it is away. */
  readonly outages: number;
}

/** Of command ids, as part of the format of the log: a repeated command is recognised by it for ever. */
const namespace = '3f1f7a5e-6f0b-4c0e-9a53-0a5f0a3c9a61';

/** Refusals that random commands earn; any other is a fault. */
const deserved = ['stale', 'wrong-state', 'incomplete', 'nothing-proposed', 'interview-clash', 'too-many'];

const habits = { ...scoringHabits, ...schedulingHabits };

/** How often what is done. */
const often: Readonly<Record<keyof typeof habits, number>> = {
  propose: 40,
  proposeMany: 12,
  agree: 24,
  agreeByRule: 10,
  finalise: 6,
  reopen: 6,
  plan: 4,
  book: 8,
  move: 3,
  cancel: 2,
  hold: 6,
};

/** Probabilities: that a command without an answer is left for ever, that an answered one is sent once more. */
const leaves = 0.25;
const repeats = 0.05;

/** Assesses at random, and remembers every command and what it was answered. */
export class AssessorClient {
  readonly memory: Remembered[] = [];
  /** What must not happen, in words. */
  readonly complaints: string[] = [];
  /** How many commands were answered. */
  answers = 0;
  #count = 0;
  /** The last position told by each context, by who answers for it. */
  readonly #seen = new Map<string, string>();

  constructor(
    readonly assessor: Assessor,
    private readonly server: Server,
    private readonly chance: Chance,
  ) {}

  async run(until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      const sending = await habits[this.chance.weighted(often)](this.#work());
      if (sending) await this.#send(sending);
      await delay(this.chance.between(0, 15));
    }
  }

  /** In one of the evaluations. */
  #work(): Work {
    const { id: evaluation, lead } = this.chance.of(this.assessor.evaluations);
    return {
      evaluation,
      lead,
      account: this.assessor.id,
      chance: this.chance,
      ask: (route, request) => this.#ask(route, request),
      remember: (route, params, expected, item) => this.#remember(route, params, expected, item),
    };
  }

  async #send(sending: Sending): Promise<void> {
    this.memory.push(...sending.parts);
    const key = this.#key();
    this.#count += 1;
    let answered = await this.#try(sending, key);
    if (!answered && this.chance.happens(leaves)) return;
    while (!answered) {
      await delay(20);
      answered = await this.#try(sending, key);
    }
    if (this.chance.happens(repeats)) await this.#try(sending, key);
  }

  async #try({ route, params, body, parts, fates }: Sending, idempotencyKey: string): Promise<boolean> {
    const { outages } = this.server;
    try {
      const client = await this.#connect();
      const answer = await client.call(route, { params, ...(body ? { body } : {}), idempotencyKey });
      for (const [index, fate] of fates(answer).entries()) this.#settle(parts[index]!, fate);
      this.answers += 1;
      this.#seen.set(contextOf(route), (answer as { position: string }).position);
      return true;
    } catch (error) {
      const code = this.#refusalIn(error, outages);
      if (code === undefined) return false;
      for (const part of parts) this.#settle(part, { kind: 'refused', code });
      return true;
    }
  }

  #settle(part: Remembered, fate: Fate): void {
    const contradiction = settle(part, fate);
    if (contradiction) this.complaints.push(contradiction);
    if (fate.kind === 'refused' && !deserved.includes(fate.code)) {
      this.complaints.push(`command ${part.commandId} (${part.type}) was refused: ${fate.code}`);
    }
  }

  /** Asks for what is at least as new as what this client knows of that context. */
  async #ask<R extends Route>(route: R, request: RequestOf<R>): Promise<AnswerOf<R> | undefined> {
    const { outages } = this.server;
    try {
      const client = await this.#connect();
      const atLeast = this.#seen.get(contextOf(route));
      const query = atLeast === undefined ? {} : { query: { atLeast } };
      return await client.call(route, { ...request, ...query } as RequestOf<R>);
    } catch (error) {
      const code = this.#refusalIn(error, outages);
      if (code !== undefined) this.complaints.push(`${route.id} was refused: ${code}`);
      return undefined;
    }
  }

  async #connect(): Promise<KompassClient> {
    const { url } = await this.server.running();
    return new KompassClient({ baseUrl: url, token: this.assessor.token });
  }

  #remember(
    route: Route,
    params: Params,
    { in: category, ...expected }: Expected,
    item?: number,
  ): Remembered {
    const commandId = this.#commandId(route, params);
    return {
      commandId: item === undefined ? commandId : uuidV5(String(item), commandId),
      stream: `${category}-${params.id}`,
      actor: this.assessor.id,
      ...expected,
      fate: { kind: 'unknown' },
    };
  }

  #key(): string {
    return `${this.assessor.id}-${this.#count}`;
  }

  #commandId(route: Route, params: Params): string {
    const path = pathOf(route, params);
    return uuidV5(jcs([this.assessor.id, route.method, path, this.#key()]), namespace);
  }

  /**
   * The code of a refusal; nothing where there was no answer, or one that leaves open what happened.
   *
   * @param outages as they were before
   */
  #refusalIn(error: unknown, outages: number): string | undefined {
    if (error instanceof ProblemError) {
      const { status, code } = error.problem;
      const calm = outages % 2 === 0 && outages === this.server.outages;
      return status === 503 || (status === 500 && !calm) ? undefined : code;
    }
    // `fetch` could not send, or the answer broke off. By its words: under jest the error is of another realm.
    if (['fetch failed', 'terminated'].includes((error as Error).message)) return undefined;
    throw error;
  }
}

/** Whose positions a route speaks of. */
function contextOf(route: Route): string {
  return serviceOf[route.id];
}
