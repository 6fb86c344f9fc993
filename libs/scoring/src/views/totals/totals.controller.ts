import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { streamName } from '@kompass/event-store';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import { caughtUp, ReadStore } from '@kompass/read-store';
import type { AgreedPoints } from '../../domain/scores/totals.js';
import { InstrumentLibrary } from '@kompass/reference';
import { accessProjection } from '../access/access.projection.js';
import { EvaluationAccess } from '../access/evaluation-access.adapter.js';
import { evaluationProjection } from '../evaluations/evaluation.projection.js';
import { areaTotalProjection, type AreaTotalRow } from './area-total.projection.js';
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
    const { reading } = await this.access.demand(reader, id, 'published');
    const { evaluation, areas, revision } = await this.store.snapshot(async (view) => ({
      evaluation: (await view.select(evaluationProjection, 'evaluation_id = $1', [id]))[0],
      areas: await view.select(areaTotalProjection, 'evaluation_id = $1', [id]),
      revision: await view.seen(areaTotalProjection, streamName('evaluation', id)),
    }));
    const figures = reading === 'published' ? publishedOf(areas) : workingOf(areas, revision);
    if (!evaluation || !figures) throw new Rejected('evaluation-unknown');
    const { agreed, ...edition } = figures;
    const instrument = await this.instruments.demand(evaluation.head.instrument.digest);
    return { ...edition, ...shownTotals(instrument, agreed) };
  }
}

interface Figures {
  readonly revision: number;
  readonly edition: number;
  readonly reopened: boolean;
  readonly agreed: AgreedPoints;
}

/** The work itself: what is agreed now. */
function workingOf(areas: readonly AreaTotalRow[], revision: number | undefined): Figures | undefined {
  const [first] = areas;
  if (!first || revision === undefined) return undefined;
  return { revision, edition: first.edition, reopened: false, agreed: joined(areas) };
}

/** The last finalised edition, whatever has been done since: read from this view alone, as another may be behind it. */
function publishedOf(areas: readonly AreaTotalRow[]): Figures | undefined {
  const finalised = areas.flatMap((area) => area.finalised ?? []);
  const [first] = finalised;
  if (!first) return undefined;
  const { revision, edition } = first;
  return { revision, edition, reopened: areas[0]!.edition > edition, agreed: joined(finalised) };
}

function joined(parts: readonly { readonly agreed: AgreedPoints }[]): AgreedPoints {
  return Object.assign({}, ...parts.map(({ agreed }) => agreed)) as AgreedPoints;
}
