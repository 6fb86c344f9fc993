import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { streamName } from '@kompass/event-store';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import { caughtUp, ReadStore } from '@kompass/read-store';
import type { AgreedPoints } from '../../domain/totals.js';
import { InstrumentLibrary } from '@kompass/reference';
import { accessProjection } from '../access/access.projection.js';
import { EvaluationAccess } from '../access/evaluation-access.adapter.js';
import { evaluationProjection } from '../evaluations/evaluation.projection.js';
import { areaTotalProjection } from './area-total.projection.js';
import { shownTotals } from './totals.answer.js';

const views = [accessProjection, evaluationProjection, areaTotalProjection];

@Controller()
export class TotalsController {
  constructor(
    private readonly store: ReadStore,
    private readonly access: EvaluationAccess,
    private readonly instruments: InstrumentLibrary,
  ) {}

  @Endpoint(routes.readTotals)
  async read(
    @Input() { params: { id }, query }: InputOf<typeof routes.readTotals>,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.readTotals>> {
    await caughtUp(this.store, views, query.atLeast);
    const reading = await this.access.demand(reader, id, 'published');
    const { evaluation, areas, revision } = await this.store.snapshot(async (view) => ({
      evaluation: (await view.select(evaluationProjection, 'evaluation_id = $1', [id]))[0],
      areas: await view.select(areaTotalProjection, 'evaluation_id = $1', [id]),
      revision: await view.seen(areaTotalProjection, streamName('evaluation', id)),
    }));
    if (!evaluation || revision === undefined) throw new Rejected('evaluation-unknown');
    const instrument = await this.instruments.demand(evaluation.head.instrument.digest);
    const reopened = reading === 'published' && evaluation.status === 'open';
    const agreed = Object.assign(
      {},
      ...areas.map((area) => (reopened ? area.finalised?.agreed : area.agreed)),
    ) as AgreedPoints;
    const edition = reopened ? evaluation.finalised_edition : evaluation.edition;
    return { revision, edition, reopened, ...shownTotals(instrument, agreed) };
  }
}
