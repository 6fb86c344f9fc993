import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { PassageVault, streamName } from '@kompass/event-store';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { indicatorOf } from '@kompass/instrument';
import { Rejected } from '@kompass/kernel';
import { caughtUp, ReadStore } from '@kompass/read-store';
import type { NamedSlot } from '../../domain/scores/slots.js';
import { InstrumentLibrary } from '@kompass/reference';
import { accessProjection } from '../access/access.projection.js';
import { EvaluationAccess, type Seen } from '../access/evaluation-access.adapter.js';
import { auditEntryProjection, type AuditEntryRow } from '../audit/audit-entry.projection.js';
import { isShown } from '../audit/hidden-entries.query.js';
import { valueOf } from '../audit/slot-value.query.js';
import { evaluationProjection } from '../evaluations/evaluation.projection.js';
import { shownSlot } from '../slot.answer.js';

/** The slots of an indicator are the latest entries of the audit trail for it. */
@Controller()
export class IndicatorSlotsController {
  constructor(
    private readonly store: ReadStore,
    private readonly access: EvaluationAccess,
    private readonly instruments: InstrumentLibrary,
    private readonly vault: PassageVault,
  ) {}

  @Endpoint(routes.readIndicator)
  async read(
    @Input() { params: { id, indicatorId }, query }: InputOf<typeof routes.readIndicator>,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.readIndicator>> {
    await caughtUp(this.store, [accessProjection, evaluationProjection, auditEntryProjection], query.atLeast);
    const seen = await this.access.demand(reader, id, 'working');
    const { evaluation, entries, revision } = await this.store.snapshot(async (view) => ({
      evaluation: (await view.select(evaluationProjection, 'evaluation_id = $1', [id]))[0],
      entries: await view.select(
        auditEntryProjection,
        'evaluation_id = $1 AND indicator = $2',
        [id, indicatorId],
        {
          orderBy: 'revision',
        },
      ),
      revision: await view.seen(auditEntryProjection, streamName('evaluation', id)),
    }));
    if (!evaluation || revision === undefined) throw new Rejected('evaluation-unknown');
    indicatorOf(await this.instruments.demand(evaluation.head.instrument.digest), indicatorId);
    const shown = entries.filter((entry) => isShown(entry, seen));
    const latest = new Map(shown.map((entry) => [entry.slot, slotOf(entry, seen)]));
    const slots = (await this.vault.open([...latest.values()])).map(shownSlot);
    return { indicator: indicatorId, revision, slots, changedSinceAgreed: changedSinceAgreed(slots) };
  }
}

function slotOf(entry: AuditEntryRow, { access }: Seen): NamedSlot {
  const { slot, revision, at, actor } = entry;
  return { slot, value: valueOf(entry, access), revision, at, by: actor };
}

/** A proposal that came after the agreement leaves it standing and marks the indicator. */
function changedSinceAgreed(slots: readonly { readonly slot: string; readonly revision: number }[]): boolean {
  const agreement = slots.find(({ slot }) => slot.startsWith('agreement/'));
  return agreement !== undefined && slots.some(({ revision }) => revision > agreement.revision);
}
