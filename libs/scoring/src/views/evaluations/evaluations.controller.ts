import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { streamName } from '@kompass/event-store';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import { caughtUp, ReadStore } from '@kompass/read-store';
import { accessProjection } from '../access/access.projection.js';
import { EvaluationAccess } from '../access/evaluation-access.adapter.js';
import { visibleTo } from '../access/visible-to.query.js';
import { publishedEvaluation, shownEvaluation } from './evaluation.answer.js';
import { evaluationProjection } from './evaluation.projection.js';

@Controller()
export class EvaluationsController {
  constructor(
    private readonly store: ReadStore,
    private readonly access: EvaluationAccess,
  ) {}

  @Endpoint(routes.listEvaluations)
  async list(
    @Input() { query }: InputOf<typeof routes.listEvaluations>,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.listEvaluations>> {
    await caughtUp(this.store, [accessProjection, evaluationProjection], query.atLeast);
    return this.store.snapshot(async (views) => {
      const access = new Map((await views.select(accessProjection)).map((row) => [row.evaluation_id, row]));
      const rows = await views.select(evaluationProjection, 'true', [], {
        orderBy: 'opened_at, evaluation_id',
      });
      const revisions = await views.seenRevisions(evaluationProjection);
      const items = rows.flatMap((row) => {
        const { reading } = visibleTo(reader, access.get(row.evaluation_id));
        if (reading === 'nothing') return [];
        if (reading === 'published') return publishedEvaluation(row) ?? [];
        const revision = revisions.get(streamName('evaluation', row.evaluation_id))!;
        return shownEvaluation({ ...row, revision });
      });
      return { items };
    });
  }

  @Endpoint(routes.readEvaluation)
  async read(
    @Input() { params: { id }, query }: InputOf<typeof routes.readEvaluation>,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.readEvaluation>> {
    await caughtUp(this.store, [accessProjection, evaluationProjection], query.atLeast);
    const { reading } = await this.access.demand(reader, id, 'published');
    return this.store.snapshot(async (views) => {
      const [row] = await views.select(evaluationProjection, 'evaluation_id = $1', [id]);
      const revision = await views.seen(evaluationProjection, streamName('evaluation', id));
      if (!row || revision === undefined) throw new Rejected('evaluation-unknown');
      const shown =
        reading === 'published' ? publishedEvaluation(row) : shownEvaluation({ ...row, revision });
      if (!shown) throw new Rejected('evaluation-unknown');
      return shown;
    });
  }
}
