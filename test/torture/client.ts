import { setTimeout as delay } from 'node:timers/promises';
import { KompassClient, pathOf, ProblemError, routes, type AnswerOf, type Route } from '@kompass/contracts';
import { jcs } from '@kompass/event-store';
import { v5 as uuidV5 } from 'uuid';
import type { Chance } from './chance.js';
import { settle, type Fate, type Remembered } from './memory.js';
import { areaIds, indicatorIds, type Assessor } from './scene.js';

/** What answers; waits while nothing does. */
export interface Server {
  running(): Promise<{ readonly url: string }>;
  /** Counted up when PostgreSQL goes, and when it is back: odd while it is away. */
  readonly outages: number;
}

/** Of command ids, as part of the format of the log: a repeated command is recognised by it for ever. */
const namespace = '3f1f7a5e-6f0b-4c0e-9a53-0a5f0a3c9a61';

/** Refusals that random commands earn; any other is a fault. */
const deserved = ['stale', 'wrong-state', 'incomplete', 'nothing-proposed'];

/** How often what is done. */
const habits = { propose: 45, proposeMany: 15, agree: 25, agreeByRule: 10, finalise: 4, reopen: 6 };

/** Probabilities: that a command without an answer is left for ever, that an answered one is sent once more. */
const leaves = 0.25;
const repeats = 0.05;

/** A command on its way: what to send, and what will be known of it by the answer. */
interface Sending<R extends Route = Route> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly parts: readonly Remembered[];
  /** The fates of `parts`, as the answer tells them. */
  readonly fates: (answer: AnswerOf<R>) => readonly Fate[];
}

/** Scores at random, and remembers every command and what it was answered. */
export class ScoringClient {
  readonly memory: Remembered[] = [];
  /** What must not happen, in words. */
  readonly complaints: string[] = [];
  /** How many commands were answered. */
  answers = 0;
  #count = 0;
  /** The last position told. */
  #seen: string | undefined;

  constructor(
    readonly assessor: Assessor,
    private readonly server: Server,
    private readonly chance: Chance,
  ) {}

  async run(until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      const sending = await this.#next();
      if (sending) await this.#send(sending);
      await delay(this.chance.between(0, 15));
    }
  }

  async #next(): Promise<Sending | undefined> {
    const { id, lead } = this.chance.of(this.assessor.evaluations);
    const indicator = this.chance.of(indicatorIds);
    switch (this.chance.weighted(habits)) {
      case 'propose':
        return this.#propose(id, indicator);
      case 'proposeMany':
        return this.#proposeMany(id);
      case 'agree':
        return this.#agree(id, indicator);
      case 'agreeByRule':
        return this.#agreeByRule(id, this.chance.of(areaIds));
      case 'finalise':
        return lead ? this.#transition(id, routes.finaliseEvaluation, 'EvaluationFinalised') : undefined;
      case 'reopen':
        return lead ? this.#transition(id, routes.reopenEvaluation, 'EvaluationReopened') : undefined;
    }
  }

  #propose(evaluation: string, indicator: string): Sending {
    const params = { id: evaluation, indicatorId: indicator };
    const { tenths, ...judged } = this.#judgement();
    const says = { indicator, points: tenths };
    return this.#single(routes.proposeScore, params, judged, { type: 'ScoreProposed', says });
  }

  #proposeMany(evaluation: string): Sending {
    const asked = indicatorIds
      .filter(() => this.chance.happens(0.5))
      .map((indicator) => ({ indicator, ...this.#judgement() }));
    if (asked.length === 0) return this.#propose(evaluation, indicatorIds[0]!);
    const params = { id: evaluation };
    const route = routes.proposeScores;
    const commandId = this.#commandId(route, params);
    const parts = asked.map(({ indicator, tenths }, index) =>
      this.#remember(evaluation, uuidV5(String(index), commandId), 'ScoreProposed', {
        indicator,
        points: tenths,
      }),
    );
    const body = { items: asked.map(({ tenths: _tenths, ...item }) => item) };
    const fates = ({ items }: AnswerOf<typeof route>): Fate[] =>
      items.map(({ status, revision, problem }) =>
        status === 'accepted'
          ? { kind: 'accepted', events: 1, revision: revision! }
          : { kind: 'refused', code: problem!.code },
      );
    return { route, params, body, parts, fates } as Sending;
  }

  async #agree(evaluation: string, indicator: string): Promise<Sending | undefined> {
    const params = { id: evaluation, indicatorId: indicator };
    const slots = await this.#slots(params);
    if (!slots) return undefined;
    const { tenths, points, rationale } = this.#judgement();
    const body = { points, rationale, basedOn: Math.max(-1, ...slots.map(({ revision }) => revision)) };
    if (body.basedOn < 0) return undefined;
    const says = { indicator, points: tenths };
    return this.#single(routes.agreeScore, params, body, { type: 'ScoreAgreed', says });
  }

  #agreeByRule(evaluation: string, area: string): Sending {
    const params = { id: evaluation, areaId: area };
    const route = routes.agreeArea;
    const body = { rule: this.chance.of(['equal', 'within']) };
    const parts = [this.#remember(evaluation, this.#commandId(route, params), 'ScoreAgreed')];
    const fates = ({ agreed, ...told }: AnswerOf<typeof route>): Fate[] => [
      { kind: 'accepted', events: agreed.length, ...told },
    ];
    return { route, params, body, parts, fates } as Sending;
  }

  #transition(
    evaluation: string,
    route: typeof routes.finaliseEvaluation | typeof routes.reopenEvaluation,
    type: string,
  ): Sending {
    const body = type === 'EvaluationReopened' ? { reason: { en: 'Torture goes on.' } } : undefined;
    return this.#single(route, { id: evaluation }, body, { type });
  }

  /** A command that leads to one event. */
  #single(
    route: Route,
    params: { readonly id: string } & Readonly<Record<string, string>>,
    body: object | undefined,
    { type, says }: Pick<Remembered, 'type' | 'says'>,
  ): Sending {
    const parts = [this.#remember(params.id, this.#commandId(route, params), type, says)];
    const fates = (answer: unknown): Fate[] => {
      const { revision, position } = answer as { revision: number; position: string };
      return [{ kind: 'accepted', events: 1, revision, position }];
    };
    return { route, params, ...(body ? { body } : {}), parts, fates };
  }

  /** Points that are never further apart than the instrument's `agreeWithin`, so that rules find something to do. */
  #judgement() {
    const tenths = this.chance.between(100, 103);
    return { tenths, points: tenths / 10, rationale: { en: `As I see it: ${this.chance.next()}` } };
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

  /** @returns whether it was answered; if not, its fate is as open as before */
  async #try({ route, params, body, parts, fates }: Sending, idempotencyKey: string): Promise<boolean> {
    const { outages } = this.server;
    try {
      const client = await this.#connect();
      const answer = await client.call(route, { params, ...(body ? { body } : {}), idempotencyKey });
      for (const [index, fate] of fates(answer).entries()) this.#settle(parts[index]!, fate);
      this.answers += 1;
      this.#seen = (answer as { position: string }).position;
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

  async #slots(params: { readonly id: string; readonly indicatorId: string }) {
    const { outages } = this.server;
    try {
      const client = await this.#connect();
      const query = this.#seen === undefined ? {} : { atLeast: this.#seen };
      return (await client.call(routes.readIndicator, { params, query })).slots;
    } catch (error) {
      const code = this.#refusalIn(error, outages);
      if (code !== undefined) this.complaints.push(`reading an indicator was refused: ${code}`);
      return undefined;
    }
  }

  async #connect(): Promise<KompassClient> {
    const { url } = await this.server.running();
    return new KompassClient({ baseUrl: url, token: this.assessor.token });
  }

  #remember(evaluation: string, commandId: string, type: string, says?: Remembered['says']): Remembered {
    return {
      commandId,
      stream: `evaluation-${evaluation}`,
      actor: this.assessor.id,
      type,
      ...(says ? { says } : {}),
      fate: { kind: 'unknown' },
    };
  }

  #key(): string {
    return `${this.assessor.id}-${this.#count}`;
  }

  #commandId(route: Route, params: Readonly<Record<string, string>>): string {
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
