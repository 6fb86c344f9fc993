import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type AuditEntry, type InputOf } from '@kompass/contracts';
import { PassageVault, type Opened } from '@kompass/event-store';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { caughtUp, ReadStore } from '@kompass/read-store';
import type { NamedSlot } from '../../domain/scores/slots.js';
import { accessProjection } from '../access/access.projection.js';
import { EvaluationAccess } from '../access/evaluation-access.adapter.js';
import { shownValue } from '../slot.answer.js';
import { auditEntryProjection, type AuditEntryRow } from './audit-entry.projection.js';

type Filter = InputOf<typeof routes.readAudit>['query'];

const pageSize = 100;

@Controller()
export class AuditController {
  constructor(
    private readonly store: ReadStore,
    private readonly access: EvaluationAccess,
    private readonly vault: PassageVault,
  ) {}

  @Endpoint(routes.readAudit)
  async read(
    @Input() { params: { id }, query }: InputOf<typeof routes.readAudit>,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.readAudit>> {
    await caughtUp(this.store, [accessProjection, auditEntryProjection], query.atLeast);
    await this.access.demand(reader, id, 'working');
    const { page, earlier, more } = await this.store.snapshot(async (view) => {
      const { where, parameters } = conditionsOf(id, query);
      const found = await view.select(auditEntryProjection, where, parameters, {
        orderBy: 'revision',
        limit: pageSize + 1,
      });
      const page = found.slice(0, pageSize);
      const ofSlots = 'evaluation_id = $1 AND slot = ANY($2) AND revision < $3';
      const slots = [...new Set(page.map(({ slot }) => slot))];
      const earlier = await view.select(
        auditEntryProjection,
        ofSlots,
        [id, slots, page.at(-1)?.revision ?? 0],
        { orderBy: 'revision' },
      );
      return { page, earlier, more: found.length > pageSize };
    });
    const entries = page.map((entry) => ({ entry, before: beforeOf(entry, earlier) }));
    const items = (await this.vault.open(entries)).map(shownEntry);
    return { items, next: more ? page.at(-1)!.revision : null };
  }
}

/** SQL for what is asked for; days begin at midnight in Oslo, the last is not included. */
function conditionsOf(
  id: string,
  query: Filter,
): { readonly where: string; readonly parameters: readonly unknown[] } {
  const midnight = (parameter: string) => `(${parameter}::date::timestamp AT TIME ZONE 'Europe/Oslo')`;
  const conditions: readonly (readonly [unknown, (parameter: string) => string])[] = [
    [id, (parameter) => `evaluation_id = ${parameter}`],
    [query.area, (parameter) => `area = ${parameter}`],
    [query.question, (parameter) => `question = ${parameter}`],
    [query.indicator, (parameter) => `indicator = ${parameter}`],
    [query.actor, (parameter) => `actor = ${parameter}`],
    [query.type, (parameter) => `type = ${parameter}`],
    [query.from, (parameter) => `at >= ${midnight(parameter)}`],
    [query.to, (parameter) => `at < ${midnight(parameter)}`],
    [query.after, (parameter) => `revision > ${parameter}`],
  ];
  const asked = conditions.filter(([value]) => value !== undefined);
  return {
    where: asked.map(([, condition], index) => condition(`$${index + 1}`)).join(' AND '),
    parameters: asked.map(([value]) => value),
  };
}

/** The entry that stood in the slot until this one. */
function beforeOf(
  { slot, revision }: AuditEntryRow,
  earlier: readonly AuditEntryRow[],
): AuditEntryRow | undefined {
  return earlier.findLast((entry) => entry.slot === slot && entry.revision < revision);
}

type EntryWithBefore = { readonly entry: AuditEntryRow; readonly before: AuditEntryRow | undefined };

function shownEntry({ entry, before }: Opened<EntryWithBefore>): AuditEntry {
  const { revision, at, actor, type, slot } = entry;
  return { revision, at, actor, type, slot, value: told(entry), before: before ? told(before) : null };
}

function told({ slot, value }: Opened<AuditEntryRow>): AuditEntry['value'] {
  const scored = slot.startsWith('proposal/') || slot.startsWith('agreement/');
  return scored && value ? shownValue(value as unknown as Opened<NamedSlot['value']>) : value;
}
