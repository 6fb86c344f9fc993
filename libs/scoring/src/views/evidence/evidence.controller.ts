import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { streamName } from '@kompass/event-store';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import { caughtUp, ReadStore } from '@kompass/read-store';
import { accessProjection } from '../access/access.projection.js';
import { EvaluationAccess } from '../access/evaluation-access.adapter.js';
import { shownEvidence } from './evidence.answer.js';
import { evidenceProjection } from './evidence.projection.js';

@Controller()
export class EvidenceController {
  constructor(
    private readonly store: ReadStore,
    private readonly access: EvaluationAccess,
  ) {}

  @Endpoint(routes.listEvidence)
  async list(
    @Input() { params: { id }, query }: InputOf<typeof routes.listEvidence>,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.listEvidence>> {
    await caughtUp(this.store, [accessProjection, evidenceProjection], query.atLeast);
    await this.access.demand(reader, id, 'working');
    const { rows, revision } = await this.store.snapshot(async (view) => ({
      rows: await view.select(evidenceProjection, 'evaluation_id = $1', [id], {
        orderBy: 'held_at, evidence_id',
      }),
      revision: await view.seen(evidenceProjection, streamName('evaluation', id)),
    }));
    if (revision === undefined) throw new Rejected('evaluation-unknown');
    return { revision, items: rows.map(shownEvidence) };
  }
}
