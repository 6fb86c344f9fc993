import type { ProblemEntry } from './problem-entry.js';

/** Refusals of plans and interviews. */
export const schedulingProblems = {
  'interview-unknown': {
    status: 404,
    nb: { title: 'Intervjuet finnes ikke', detail: 'Det er ikke avtalt noe intervju {value}.' },
    en: { title: 'No such interview', detail: 'No interview {value} is booked.' },
  },
  'invitee-unknown': {
    status: 404,
    nb: { title: 'Ikke invitert', detail: '{value} er ikke invitert til intervju.' },
    en: { title: 'Not invited', detail: '{value} is not invited to be interviewed.' },
  },
  'who-unknown': {
    status: 404,
    nb: { title: 'Ukjent i planen', detail: 'Planen kjenner ikke {value}.' },
    en: { title: 'Unknown to the plan', detail: 'The plan knows no {value}.' },
  },
  'interview-clash': {
    status: 409,
    nb: { title: 'Intervjuet passer ikke inn', detail: '{errors}.' },
    en: { title: 'The interview does not fit in', detail: '{errors}.' },
  },
  'interview-over': {
    status: 409,
    nb: { title: 'Feil tidspunkt for intervjuet', detail: 'Intervjuet er {status}; dette krever {allowed}.' },
    en: { title: 'Wrong state of the interview', detail: 'The interview is {status}; this needs {allowed}.' },
  },
  'plan-in-use': {
    status: 409,
    nb: { title: 'Planen er i bruk', detail: '{errors}. Flytt eller avlys intervjuet først.' },
    en: { title: 'The plan is in use', detail: '{errors}. Move or cancel the interview first.' },
  },
  'plan-invalid': {
    status: 422,
    nb: { title: 'Planen henger ikke sammen', detail: '{errors}.' },
    en: { title: 'The plan does not hold together', detail: '{errors}.' },
  },
  'unknown-group': {
    status: 422,
    nb: { title: 'Ukjent gruppe', detail: 'Planen har ingen gruppe {value}.' },
    en: { title: 'Unknown group', detail: 'The plan has no group {value}.' },
  },
  'unknown-room': {
    status: 422,
    nb: { title: 'Ukjent rom', detail: 'Planen har ikke rommet {value}.' },
    en: { title: 'Unknown room', detail: 'The plan has no room {value}.' },
  },
  'unknown-invitee': {
    status: 422,
    nb: { title: 'Ukjent intervjuobjekt', detail: '{value} er ikke invitert, eller er slettet.' },
    en: { title: 'Not invited', detail: '{value} is not invited, or is erased.' },
  },
  'not-assigned': {
    status: 422,
    nb: { title: 'Ikke oppnevnt', detail: '{value} er ikke oppnevnt som evaluator i evalueringen.' },
    en: { title: 'Not assigned', detail: '{value} is not assigned as an assessor of the evaluation.' },
  },
  'too-many-feeds': {
    status: 422,
    nb: {
      title: 'For mange',
      detail: 'Du kan ha høyst {max} kalenderadresser. Trekk tilbake en av dem først.',
    },
    en: {
      title: 'Too many',
      detail: 'You can have {max} calendar addresses at most. Revoke one of them first.',
    },
  },
  'too-many': {
    status: 422,
    nb: { title: 'For mange', detail: 'En evaluering kan ha høyst {max}.' },
    en: { title: 'Too many', detail: 'An evaluation can have {max} at most.' },
  },
} satisfies Readonly<Record<string, ProblemEntry>>;
