import type { ProblemEntry } from './problem-entry.js';

/** What can be wrong with any request. */
export const requestProblems = {
  'service-unreachable': {
    status: 503,
    nb: {
      title: 'En tjeneste svarer ikke',
      detail:
        'Tjenesten {service} svarer ikke nå. Prøv igjen om litt; en endring med den samme Idempotency-Key, siden utfallet er ukjent.',
    },
    en: {
      title: 'A service does not answer',
      detail:
        'The service {service} does not answer now. Try again in a moment; a change with the same Idempotency-Key, since its outcome is unknown.',
    },
  },
  'keys-unreachable': {
    status: 503,
    nb: {
      title: 'Kan ikke kontrollere økten',
      detail: 'Portens nøkler kan ikke hentes nå. Prøv igjen om litt.',
    },
    en: {
      title: 'The session cannot be checked',
      detail: 'The keys of the gateway cannot be fetched now. Try again in a moment.',
    },
  },
  'invalid-request': {
    status: 400,
    nb: { title: 'Forespørselen har feil form', detail: '{errors}.' },
    en: { title: 'The request has the wrong shape', detail: '{errors}.' },
  },
  'unreadable-request': {
    status: 400,
    nb: {
      title: 'Forespørselen kan ikke leses',
      detail: 'Adressen, hodet eller kroppen er ikke gyldig HTTP.',
    },
    en: {
      title: 'The request cannot be read',
      detail: 'The address, the headers or the body is not valid HTTP.',
    },
  },
  'date-unreadable': {
    status: 400,
    nb: { title: 'Ugyldig dato', detail: '{value} er ikke en dato som finnes.' },
    en: { title: 'Not a date', detail: '{value} is not a date that exists.' },
  },
  unauthenticated: {
    status: 401,
    nb: {
      title: 'Ikke innlogget',
      detail: 'Logg inn, eller logg inn igjen: økten mangler, er avsluttet eller utløpt.',
    },
    en: {
      title: 'Not signed in',
      detail: 'Sign in, or sign in again: there is no session, or it has ended or expired.',
    },
  },
  forbidden: {
    status: 403,
    nb: { title: 'Ikke tillatt', detail: 'Kontoen har ikke rollen som dette krever.' },
    en: { title: 'Not allowed', detail: 'The account does not have the role this needs.' },
  },
  'not-found': {
    status: 404,
    nb: { title: 'Finnes ikke', detail: 'Det er ingenting her som du kan lese.' },
    en: { title: 'Not found', detail: 'There is nothing here that you may read.' },
  },
  'method-not-allowed': {
    status: 405,
    nb: { title: 'Metoden finnes ikke her', detail: 'Denne adressen tar {allowed}.' },
    en: { title: 'Method not allowed', detail: 'This address takes {allowed}.' },
  },
  'request-timeout': {
    status: 408,
    nb: { title: 'Forespørselen kom for sent', detail: 'Den var ikke fullstendig i tide.' },
    en: { title: 'The request took too long', detail: 'It was not complete in time.' },
  },
  'already-exists': {
    status: 409,
    nb: { title: 'Finnes allerede', detail: 'Dette er registrert allerede.' },
    en: { title: 'Already exists', detail: 'This is registered already.' },
  },
  'not-yet-known': {
    status: 409,
    nb: { title: 'Ikke kjent ennå', detail: '{field} {value} er ikke kjent her ennå. Prøv igjen om litt.' },
    en: { title: 'Not yet known', detail: '{field} {value} is not known here yet. Try again in a moment.' },
  },
  'request-too-large': {
    status: 413,
    nb: { title: 'Forespørselen er for stor', detail: 'Kroppen kan være høyst 1 MiB.' },
    en: { title: 'The request is too large', detail: 'The body may be at most 1 MiB.' },
  },
  'append-too-large': {
    status: 413,
    nb: {
      title: 'Endringen er for stor',
      detail: 'Endringen er for stor til å lagres samlet. Del den i flere.',
    },
    en: {
      title: 'The change is too large',
      detail: 'The change is too large to be stored as one. Split it.',
    },
  },
  'address-too-long': {
    status: 414,
    nb: { title: 'Adressen er for lang', detail: 'En del av adressen er lengre enn noe som finnes.' },
    en: {
      title: 'The address is too long',
      detail: 'A part of the address is longer than anything there is.',
    },
  },
  'media-type-unsupported': {
    status: 415,
    nb: { title: 'Innholdstypen støttes ikke', detail: 'Send application/json.' },
    en: { title: 'Media type not supported', detail: 'Send application/json.' },
  },
  'idempotency-key-reused': {
    status: 422,
    nb: {
      title: 'Nøkkelen er brukt før',
      detail: 'Denne Idempotency-Key hører til en forespørsel med et annet innhold.',
    },
    en: {
      title: 'The key was used before',
      detail: 'This Idempotency-Key belongs to a request with another content.',
    },
  },
  'headers-too-large': {
    status: 431,
    nb: { title: 'Hodet er for stort', detail: 'Send færre eller kortere hodefelt.' },
    en: { title: 'The headers are too large', detail: 'Send fewer or shorter headers.' },
  },
  'internal-error': {
    status: 500,
    nb: { title: 'Feil på serveren', detail: 'Feilen er loggført under {correlationId}.' },
    en: { title: 'Server error', detail: 'The error is logged under {correlationId}.' },
  },
  'event-store-unavailable': {
    status: 503,
    nb: {
      title: 'Hendelseslageret svarer ikke',
      detail: 'Prøv igjen om litt, med den samme Idempotency-Key.',
    },
    en: {
      title: 'The event store does not answer',
      detail: 'Try again in a moment, with the same Idempotency-Key.',
    },
  },
  'stream-busy': {
    status: 503,
    nb: { title: 'Opptatt', detail: 'Mange endrer dette samtidig; ingenting er lagret. Prøv igjen.' },
    en: { title: 'Busy', detail: 'Many are changing this at once; nothing was stored. Try again.' },
  },
  'outcome-unknown': {
    status: 503,
    nb: {
      title: 'Utfallet er ukjent',
      detail:
        'Lagringen svarte ikke i tide. Send den samme forespørselen med den samme Idempotency-Key igjen.',
    },
    en: {
      title: 'The outcome is unknown',
      detail: 'The store did not answer in time. Send the same request with the same Idempotency-Key again.',
    },
  },
  'written-by-newer-version': {
    status: 503,
    nb: {
      title: 'Skrevet av en nyere versjon',
      detail: 'Dette er endret av en nyere versjon av Kompass og kan ikke endres av denne.',
    },
    en: {
      title: 'Written by a newer version',
      detail: 'This was changed by a newer version of Kompass and cannot be changed by this one.',
    },
  },
  'not-caught-up': {
    status: 503,
    nb: { title: 'Ikke oppdatert ennå', detail: 'Visningen har ikke nådd {atLeast} ennå. Prøv igjen.' },
    en: { title: 'Not up to date yet', detail: 'The view has not reached {atLeast} yet. Try again.' },
  },
  'not-ready': {
    status: 503,
    nb: { title: 'Ikke klar', detail: 'Ikke klare: {parts}.' },
    en: { title: 'Not ready', detail: 'Not ready: {parts}.' },
  },
} satisfies Readonly<Record<string, ProblemEntry>>;
