import { z } from 'zod';
import { route } from '../route.js';
import { rule } from '../rules.js';
import { atLeast, day, line, moment, partId, points, revision, slug, wholeNumber } from '../values.js';
import {
  evaluation,
  evaluationPath,
  evidence,
  ofEvaluation,
  slot,
  slotName,
  slotValue,
  totals,
} from './evaluation.values.js';

const tag = 'History';

const params = z.strictObject(ofEvaluation);

const actor = z.string().regex(/^(?:policy:)?[a-z0-9-]{3,64}$/, rule('wrong-format'));

/** What an event set, or tells beside a slot. */
const told = z.union([slotValue, z.record(z.string(), z.unknown())]).nullable();

const entry = z
  .strictObject({
    revision,
    at: moment,
    /** Account id, or `policy:<name>`. */
    actor: z.string(),
    type: z.string(),
    slot: slotName.nullable(),
    value: told,
    /** What stood in the slot before. */
    before: told,
  })
  .meta({ id: 'AuditEntry' });

const change = z.strictObject({ from: points, to: points, change: z.number().nullable() });

/**
 * Lines of canonical JSON: a header, every event of the stream (of a withheld payload its digest), and the head
 * signed with the key of the installation.
 */
const proof = z.string();

export type AuditEntry = z.infer<typeof entry>;

export const historyRoutes = {
  readAudit: route({
    id: 'readAudit',
    method: 'GET',
    path: `${evaluationPath}/audit`,
    summary: 'Who changed what, when, from what: every event of the evaluation, filtered, in order.',
    tag,
    params,
    query: z.strictObject({
      area: partId.optional(),
      question: partId.optional(),
      indicator: partId.optional(),
      /** Account id, or `policy:<name>`. */
      actor: actor.optional(),
      type: line.optional(),
      /** First day (Europe/Oslo). */
      from: day.optional(),
      /** The day after the last (Europe/Oslo). */
      to: day.optional(),
      /** Revision after which to go on: `next` of the page before. */
      after: wholeNumber.optional(),
      ...atLeast,
    }),
    answer: z.strictObject({ items: z.array(entry), next: revision.nullable() }),
  }),
  replayEvaluation: route({
    id: 'replayEvaluation',
    method: 'GET',
    path: `${evaluationPath}/replay`,
    summary: 'The evaluation as it was at a revision or a moment, folded from the log itself.',
    tag,
    params,
    query: z
      .strictObject({ revision: wholeNumber.optional(), at: moment.optional() })
      .refine(({ revision, at }) => (revision === undefined) !== (at === undefined), {
        ...rule('one-of-revision-and-at'),
        path: ['revision'],
      }),
    answer: z.strictObject({
      revision,
      at: moment,
      evaluation: evaluation,
      totals,
      slots: z.array(slot),
      evidence: z.array(evidence),
    }),
  }),
  diffEvaluation: route({
    id: 'diffEvaluation',
    method: 'GET',
    path: `${evaluationPath}/replay/diff`,
    summary: 'What changed between two revisions, folded from the log itself.',
    tag,
    params,
    query: z.strictObject({ from: wholeNumber, to: wholeNumber }),
    answer: z.strictObject({
      from: z.strictObject({ revision, at: moment }),
      to: z.strictObject({ revision, at: moment }),
      total: change,
      /** Those that changed. */
      areas: z.array(z.strictObject({ id: partId, ...change.shape })),
      /** Those that changed. */
      slots: z.array(
        z.strictObject({ slot: slotName, from: slotValue.nullable(), to: slotValue.nullable() }),
      ),
      /** What was added or taken away. */
      evidence: z.array(z.strictObject({ id: slug, from: evidence.nullable(), to: evidence.nullable() })),
    }),
  }),
  proveEvaluation: route({
    id: 'proveEvaluation',
    method: 'GET',
    path: `${evaluationPath}/proof`,
    summary:
      'The hash chain of the evaluation and its signed head: verifiable offline with `kompass verify`.',
    tag,
    params,
    answer: proof,
    media: 'application/x-ndjson',
  }),
};
