import { z } from 'zod';
import { evaluationPath, ofEvaluation } from '../evaluations/evaluation.values.js';
import { route } from '../route.js';
import { atLeast, changed, created, partId, revision, slug, text } from '../values.js';
import { booking, distinct, ends, instant, interview, participants, tag } from './scheduling.values.js';

const params = z.strictObject(ofEvaluation);
const ofInterview = z.strictObject({ ...ofEvaluation, interviewId: slug });

/** Revision at which its author saw the interview. */
const basedOn = revision;

export const interviewRoutes = {
  listInterviews: route({
    id: 'listInterviews',
    method: 'GET',
    path: `${evaluationPath}/interviews`,
    summary: 'Every interview in the order of their times, cancelled ones among them.',
    tag,
    params,
    query: z.strictObject(atLeast),
    answer: z.strictObject({
      /** Last revision this view has seen. */
      revision,
      items: z.array(interview),
    }),
  }),
  bookInterview: route({
    id: 'bookInterview',
    method: 'POST',
    path: `${evaluationPath}/interviews`,
    summary: 'Book an interview; refused with everything it clashes with.',
    tag,
    params,
    body: ends(
      z.strictObject({
        id: slug.optional(),
        /** Of the plan. */
        group: partId,
        /** Those of the group where absent. */
        areas: distinct(partId, 50).min(1).optional(),
        title: text.optional(),
        participants,
        ...booking,
        invitees: booking.invitees.default([]),
      }),
    ),
    status: 201,
    answer: created,
    command: true,
  }),
  moveInterview: route({
    id: 'moveInterview',
    method: 'POST',
    path: `${evaluationPath}/interviews/{interviewId}/move`,
    summary: 'Move an interview to another time; room and people stay where nothing else is said.',
    tag,
    params: ofInterview,
    body: ends(
      z.strictObject({
        start: booking.start,
        end: booking.end,
        room: booking.room.optional(),
        assessors: booking.assessors.optional(),
        invitees: booking.invitees.optional(),
        reason: text,
        basedOn,
      }),
    ),
    answer: changed,
    command: true,
  }),
  cancelInterview: route({
    id: 'cancelInterview',
    method: 'POST',
    path: `${evaluationPath}/interviews/{interviewId}/cancellation`,
    summary: 'Cancel an interview, also one that was marked as held by mistake.',
    tag,
    params: ofInterview,
    body: z.strictObject({ reason: text, basedOn }),
    answer: changed,
    command: true,
  }),
  holdInterview: route({
    id: 'holdInterview',
    method: 'POST',
    path: `${evaluationPath}/interviews/{interviewId}/held`,
    summary: 'Tell that an interview was held: it covers its areas.',
    tag,
    params: ofInterview,
    body: z.strictObject({
      /** As it was booked where absent. */
      heldAt: instant.optional(),
      /** As many as were expected where absent. */
      participants: participants.optional(),
      basedOn,
    }),
    answer: changed,
    command: true,
  }),
  readCoverage: route({
    id: 'readCoverage',
    method: 'GET',
    path: `${evaluationPath}/coverage`,
    summary: 'How far interviews cover each area, against what the instrument wants: gaps first.',
    tag,
    params,
    query: z.strictObject(atLeast),
    answer: z.strictObject({
      /** Last revision this view has seen. */
      revision,
      /** Held interviews that the instrument wants an area. */
      wanted: z.int().nonnegative(),
      areas: z.array(
        z.strictObject({
          id: partId,
          title: text,
          wanted: z.int().nonnegative(),
          /** Booked, those held among them. */
          planned: z.int().nonnegative(),
          held: z.int().nonnegative(),
          /** Held ones that are missing. */
          gap: z.int().nonnegative(),
          interviews: z.array(slug),
        }),
      ),
    }),
  }),
};
