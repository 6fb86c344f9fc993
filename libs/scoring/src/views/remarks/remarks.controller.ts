import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { PassageVault, streamName, type Opened } from '@kompass/event-store';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import { caughtUp, ReadStore } from '@kompass/read-store';
import { accessProjection } from '../access/access.projection.js';
import { EvaluationAccess } from '../access/evaluation-access.adapter.js';
import { remarkProjection, type RemarkRow } from './remark.projection.js';

@Controller()
export class RemarksController {
  constructor(
    private readonly store: ReadStore,
    private readonly access: EvaluationAccess,
    private readonly vault: PassageVault,
  ) {}

  @Endpoint(routes.listRemarks)
  async list(
    @Input() { params: { id }, query }: InputOf<typeof routes.listRemarks>,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.listRemarks>> {
    await caughtUp(this.store, [accessProjection, remarkProjection], query.atLeast);
    const { seesRemarks } = await this.access.demand(reader, id, 'published');
    if (!seesRemarks) throw new Rejected('evaluation-unknown');
    const { rows, revision } = await this.store.snapshot(async (view) => ({
      rows: await view.select(remarkProjection, 'evaluation_id = $1', [id], { orderBy: 'revision' }),
      revision: await view.seen(remarkProjection, streamName('evaluation', id)),
    }));
    if (revision === undefined) throw new Rejected('evaluation-unknown');
    return { revision, items: (await this.vault.open(rows)).map(shownRemark) };
  }
}

function shownRemark({ remark_id: id, remark, answer, changes }: Opened<RemarkRow>) {
  const { value, ...made } = remark;
  const { about, kind, text = null, evidenceIds } = value;
  return {
    id,
    about,
    kind,
    text,
    ...made,
    evidenceIds: [...evidenceIds],
    answer: answer && { text: answer.value, revision: answer.revision, at: answer.at, by: answer.by },
    changes: [...changes],
  };
}
