import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { Accepted, CommandContext, Outcome } from '@kompass/event-store';
import { changed, Command, CommandContexts, Endpoint, Input, Problems, type ToProblem } from '@kompass/http';
import type { EvaluationEvent } from '../../domain/evaluation.events.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { ConflictInterceptor } from '../conflict.interceptor.js';
import { proposeScore } from '../propose-score/propose-score.command.js';
import { ProposeScoresCommand } from './propose-scores.command.js';

type Answer = AnswerOf<typeof routes.proposeScores>;

@Controller()
export class ProposeScoresController {
  constructor(
    private readonly bus: CommandBus,
    private readonly contexts: CommandContexts,
    private readonly evaluations: Evaluations,
    private readonly conflicts: ConflictInterceptor,
  ) {}

  @Endpoint(routes.proposeScores)
  async propose(
    @Input() { params: { id }, body }: InputOf<typeof routes.proposeScores>,
    @Command() context: CommandContext,
    @Problems() toProblem: ToProblem,
  ): Promise<Answer> {
    const items = this.contexts.items(
      context,
      body.items.map((asked, index) => ({
        item: String(index),
        asked,
        command: proposeScore(context.actor, asked),
      })),
    );
    const outcomes = await this.bus.execute(new ProposeScoresCommand(id, items, context));
    refuseWhole(outcomes);
    const answers = await Promise.all(
      outcomes.map((outcome, index) => this.#answerOf(outcome, index, toProblem)),
    );
    return { items: answers, ...changed(await this.#last(id, outcomes)) };
  }

  async #answerOf(
    outcome: Outcome<EvaluationEvent>,
    index: number,
    toProblem: ToProblem,
  ): Promise<Answer['items'][number]> {
    if (outcome.status === 'accepted') return { index, status: 'accepted', revision: outcome.revision };
    return { index, status: 'refused', problem: toProblem(await this.conflicts.shown(outcome.rejection)) };
  }

  /** The last item accepted; where all are refused, where the evaluation stands. */
  async #last(
    id: string,
    outcomes: readonly Outcome<EvaluationEvent>[],
  ): Promise<Pick<Accepted<EvaluationEvent>, 'revision' | 'position'>> {
    const accepted = outcomes.filter((outcome) => outcome.status === 'accepted');
    return accepted.at(-1) ?? (await this.evaluations.load(id));
  }
}

/** What forbids every item is no matter of the items: the evaluation cannot be seen or changed, or not by them. */
const ofTheWhole: ReadonlySet<string> = new Set(['evaluation-unknown', 'not-a-member', 'wrong-state']);

/** @throws Rejected what refuses all of them */
function refuseWhole(outcomes: readonly Outcome<EvaluationEvent>[]): void {
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'refused' ? [outcome.rejection] : []));
  const [first] = refusals.filter(({ code }) => ofTheWhole.has(code));
  if (first && refusals.length === outcomes.length && refusals.every(({ code }) => code === first.code))
    throw first;
}
