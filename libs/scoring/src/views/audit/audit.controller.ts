import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type AuditEntry, type InputOf } from '@kompass/contracts';
import { PassageVault, type Opened } from '@kompass/event-store';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { caughtUp, ReadStore } from '@kompass/read-store';
import { accessProjection, type AccessRow } from '../access/access.projection.js';
import { EvaluationAccess, type Seen } from '../access/evaluation-access.adapter.js';
import { shownValue } from '../slot.answer.js';
import { auditEntryProjection, type AuditEntryRow } from './audit-entry.projection.js';
import { isShown, shownCondition, shownTo } from './hidden-entries.query.js';
import { valueOf } from './slot-value.query.js';

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
    const seen = await this.access.demand(reader, id, 'working');
    const { page, earlier, more } = await this.store.snapshot(async (view) => {
      const { where, parameters } = conditionsOf(id, query, shownTo(reader, seen));
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
    const entries = page.map((entry) =>
      isShown(entry, seen) ? { entry, before: beforeOf(entry, earlier) } : hidden(entry),
    );
    const items = (await this.vault.open(entries)).map((each) => shownEntry(each, seen));
    return { items, next: more ? page.at(-1)!.revision : null };
  }
}

/** SQL for what is asked for; days begin at midnight in Oslo, the last is not included. */
function conditionsOf(
  id: string,
  query: Filter,
  shown: string | undefined,
): { readonly where: string; readonly parameters: readonly unknown[] } {
  const midnight = (parameter: string) => `(${parameter}::date::timestamp AT TIME ZONE 'Europe/Oslo')`;
  const conditions: readonly (readonly [unknown, (parameter: string) => string])[] = [
    [id, (parameter) => `evaluation_id = ${parameter}`],
    [query.area, (parameter) => `area = ${parameter}`],
    [query.question, (parameter) => `question = ${parameter}`],
    [query.indicator, (parameter) => `indicator = ${parameter}`],
    [(query.question ?? query.indicator) ? shown : undefined, shownCondition],
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

/** An entry, maybe without what it tells. */
type ShownEntry = Omit<AuditEntryRow, 'slot'> & { readonly slot: string | null };
type EntryWithBefore = { readonly entry: ShownEntry; readonly before: AuditEntryRow | undefined };

/** Of an entry that the reader may not see: that somebody did something of a kind, no more. */
function hidden({ slot: _slot, ...entry }: AuditEntryRow): EntryWithBefore {
  return { entry: { ...entry, slot: null, value: null }, before: undefined };
}

function shownEntry({ entry, before }: Opened<EntryWithBefore>, { access }: Seen): AuditEntry {
  const { revision, at, actor, type, slot } = entry;
  const value = told(entry, access);
  return { revision, at, actor, type, slot, value, before: before ? told(before, access) : null };
}

function told(entry: Opened<ShownEntry>, access: AccessRow): AuditEntry['value'] {
  const scored = entry.slot?.startsWith('proposal/') || entry.slot?.startsWith('agreement/');
  return scored && entry.value
    ? shownValue(valueOf<Parameters<typeof shownValue>[0]>(entry, access))
    : entry.value;
}
