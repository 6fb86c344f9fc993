import type { ProblemEntry } from './problem-entry.js';

/** Refusals of accounts, sessions and invitations. */
export const identityProblems = {
  'wrong-credentials': {
    status: 401,
    nb: { title: 'Kunne ikke logge inn', detail: 'E-postadressen eller passordet er feil.' },
    en: { title: 'Could not sign in', detail: 'The e-mail address or the password is wrong.' },
  },
  'account-unknown': {
    status: 404,
    nb: { title: 'Kontoen finnes ikke', detail: 'Det er ingen konto {value}.' },
    en: { title: 'No such account', detail: 'There is no account {value}.' },
  },
  'invitation-unknown': {
    status: 404,
    nb: {
      title: 'Lenken gjelder ikke',
      detail: 'Engangslenken er brukt, utløpt eller erstattet av en nyere.',
    },
    en: {
      title: 'The link does not hold',
      detail: 'The one-time link was used, has expired or was replaced.',
    },
  },
  'email-taken': {
    status: 409,
    nb: { title: 'E-postadressen er i bruk', detail: 'En annen konto har denne e-postadressen.' },
    en: { title: 'The e-mail address is taken', detail: 'Another account has this e-mail address.' },
  },
  'last-administrator': {
    status: 409,
    nb: { title: 'Siste administrator', detail: 'Den siste administratoren må forbli administrator.' },
    en: { title: 'Last administrator', detail: 'The last administrator must stay one.' },
  },
  'administrator-incomplete': {
    status: 422,
    nb: { title: 'Noe mangler', detail: 'Den første administratoren må oppgi navn og e-postadresse.' },
    en: {
      title: 'Something is missing',
      detail: 'The first administrator must give a name and an e-mail address.',
    },
  },
  'municipality-required': {
    status: 422,
    nb: { title: 'Kommune mangler', detail: 'Rollen municipality krever en kommune.' },
    en: { title: 'Municipality missing', detail: 'The role municipality needs a municipality.' },
  },
  'too-many-attempts': {
    status: 429,
    nb: { title: 'For mange forsøk', detail: 'Vent {retryAfter} sekunder før neste forsøk på å logge inn.' },
    en: { title: 'Too many attempts', detail: 'Wait {retryAfter} seconds before you try to sign in again.' },
  },
} satisfies Readonly<Record<string, ProblemEntry>>;
