import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { PassageVault, streamName, type Opened } from '@kompass/event-store';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { pointsOf, Rejected } from '@kompass/kernel';
import { caughtUp, ReadStore } from '@kompass/read-store';
import { InstrumentLibrary } from '@kompass/reference';
import { accessProjection } from '../access/access.projection.js';
import { EvaluationAccess, type Seen } from '../access/evaluation-access.adapter.js';
import { isAfterReveal } from '../access/visible-to.query.js';
import { evaluationProjection } from '../evaluations/evaluation.projection.js';
import { shownSlot } from '../slot.answer.js';
import { disagreementsIn, type Disagreement } from './disagreements.query.js';
import { indicatorScoreProjection, type IndicatorScoreRow } from './indicator-score.projection.js';

type Item = AnswerOf<typeof routes.readDisagreements>['items'][number];

const views = [accessProjection, evaluationProjection, indicatorScoreProjection];

/** Where the assessors differ, as far as the reader sees what they proposed. */
@Controller()
export class DisagreementsController {
  constructor(
    private readonly store: ReadStore,
    private readonly access: EvaluationAccess,
    private readonly instruments: InstrumentLibrary,
    private readonly vault: PassageVault,
  ) {}

  @Endpoint(routes.readDisagreements)
  async read(
    @Input() { params: { id }, query }: InputOf<typeof routes.readDisagreements>,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.readDisagreements>> {
    await caughtUp(this.store, views, query.atLeast);
    const seen = await this.access.demand(reader, id, 'working');
    const { evaluation, rows, revision } = await this.store.snapshot(async (view) => ({
      evaluation: (await view.select(evaluationProjection, 'evaluation_id = $1', [id]))[0],
      rows: await view.select(indicatorScoreProjection, 'evaluation_id = $1', [id]),
      revision: await view.seen(indicatorScoreProjection, streamName('evaluation', id)),
    }));
    if (!evaluation || revision === undefined) throw new Rejected('evaluation-unknown');
    const instrument = await this.instruments.demand(evaluation.head.instrument.digest);
    const shown = rows.map((row) => withSeen(row, seen));
    const found = disagreementsIn(shown, evaluation.assessors, instrument);
    return { revision, items: (await this.vault.open(found)).map(shownDisagreement) };
  }
}

/** Without the proposals that the reader may not see. */
function withSeen(row: IndicatorScoreRow, { access, seesProposal }: Seen): IndicatorScoreRow {
  const seen = Object.entries(row.proposals).filter(([assessor]) =>
    seesProposal({ area: row.area, assessor }),
  );
  const marked = seen.map(([assessor, slot]) => {
    const afterReveal = isAfterReveal(access, row.area, slot.revision);
    return [assessor, afterReveal ? { ...slot, value: { ...slot.value, afterReveal } } : slot] as const;
  });
  return { ...row, proposals: Object.fromEntries(marked) };
}

function shownDisagreement({ row, max, difference, mean }: Opened<Disagreement>): Item {
  const { indicator, area, question, proposals, agreement } = row;
  return {
    indicator,
    area,
    question,
    max: pointsOf(max),
    difference: pointsOf(difference),
    mean: pointsOf(mean),
    proposals: Object.entries(proposals).map(([assessor, slot]) =>
      shownSlot({ slot: `proposal/${indicator}/${assessor}`, ...slot }),
    ),
    agreement: agreement && shownSlot({ slot: `agreement/${indicator}`, ...agreement }),
  };
}
