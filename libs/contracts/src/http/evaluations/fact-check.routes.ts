import { z } from 'zod';
import { route } from '../route.js';
import { rule } from '../rules.js';
import { atLeast, changed, created, moment, revision, shownText, slug, text } from '../values.js';
import { evaluationPath, ofEvaluation, slotName, tag } from './evaluation.values.js';

const params = z.strictObject(ofEvaluation);

/** A passage of the draft. */
const passage = z
  .string()
  .regex(/^(agreement|area|narrative|finding)\/[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/, rule('wrong-format'))
  .meta({ examples: ['agreement/5.6.2', 'area/5', 'narrative/5.6'] });

const kind = z.enum(['agree', 'remark', 'document']);

const said = { text: shownText, revision, at: moment, by: z.string() };

const remark = z
  .strictObject({
    id: slug,
    about: passage,
    kind,
    ...said,
    text: shownText.nullable(),
    evidenceIds: z.array(slug),
    answer: z.strictObject(said).nullable(),
    /** What was changed because of it, and where. */
    changes: z.array(z.strictObject({ slot: slotName, revision })),
  })
  .meta({ id: 'Remark' });

export const factCheckRoutes = {
  issueDraft: route({
    id: 'issueDraft',
    method: 'POST',
    path: `${evaluationPath}/draft`,
    summary:
      'Issue the draft: the municipality sees it and may remark until the deadline. A refusal lists all that is missing.',
    tag,
    params,
    body: z.strictObject({ deadline: moment }),
    answer: changed,
    command: true,
  }),
  withdrawDraft: route({
    id: 'withdrawDraft',
    method: 'POST',
    path: `${evaluationPath}/draft/withdrawal`,
    summary: 'Withdraw the draft: it is work again; what was remarked on it stands.',
    tag,
    params,
    body: z.strictObject({ reason: text }),
    answer: changed,
    command: true,
  }),
  listRemarks: route({
    id: 'listRemarks',
    method: 'GET',
    path: `${evaluationPath}/remarks`,
    summary:
      'What the municipality said of the draft, what it was answered, and what was changed because of it.',
    tag,
    params,
    query: z.strictObject(atLeast),
    answer: z.strictObject({
      /** Last revision this view has seen. */
      revision,
      items: z.array(remark),
    }),
  }),
  makeRemark: route({
    id: 'makeRemark',
    method: 'POST',
    path: `${evaluationPath}/remarks`,
    summary: 'Agree to a passage of the draft, remark on it, or send a document that tells otherwise.',
    tag,
    params,
    body: z.strictObject({
      about: passage,
      kind,
      text: text.optional(),
      evidenceIds: z.array(slug).max(100).default([]),
    }),
    status: 201,
    answer: created,
    command: true,
  }),
  answerRemark: route({
    id: 'answerRemark',
    method: 'POST',
    path: `${evaluationPath}/remarks/{remarkId}/answer`,
    summary: 'Answer a remark on the draft.',
    tag,
    params: z.strictObject({ ...ofEvaluation, remarkId: slug }),
    body: z.strictObject({ text }),
    answer: changed,
    command: true,
  }),
};
