import type { ProblemEntry } from './problem-entry.js';

/** Refusals of the register, the instruments, results and administration. */
export const referenceProblems = {
  'municipality-unknown': {
    status: 404,
    nb: { title: 'Kommunen finnes ikke', detail: 'Ingen kommune har eller har hatt dette nummeret.' },
    en: { title: 'No such municipality', detail: 'No municipality has or had this number.' },
  },
  'number-taken': {
    status: 409,
    nb: { title: 'Nummeret er i bruk', detail: 'En annen kommune har {value} i samme tid.' },
    en: { title: 'The number is taken', detail: 'Another municipality has {value} at the same time.' },
  },
  'municipality-invalid': {
    status: 422,
    nb: { title: 'Kommunen henger ikke sammen', detail: '{errors}.' },
    en: { title: 'The municipality does not hold together', detail: '{errors}.' },
  },
  'instrument-unknown': {
    status: 404,
    nb: { title: 'Versjonen finnes ikke', detail: 'Denne versjonen av instrumentet er ikke lastet inn.' },
    en: { title: 'No such version', detail: 'This version of the instrument is not loaded.' },
  },
  'instrument-invalid': {
    status: 422,
    nb: { title: 'Instrumentet bryter sine egne regler', detail: '{errors}.' },
    en: { title: 'The instrument breaks its own rules', detail: '{errors}.' },
  },
  'crosswalk-invalid': {
    status: 422,
    nb: { title: 'Overgangen passer ikke til versjonene', detail: '{errors}.' },
    en: { title: 'The crosswalk does not fit the versions', detail: '{errors}.' },
  },
  'result-unknown': {
    status: 404,
    nb: { title: 'Resultatet finnes ikke', detail: 'Det er ikke registrert noe resultat her.' },
    en: { title: 'No such result', detail: 'No result is recorded here.' },
  },
  'result-invalid': {
    status: 422,
    nb: { title: 'Resultatet henger ikke sammen', detail: '{errors}.' },
    en: { title: 'The result does not hold together', detail: '{errors}.' },
  },
  'projection-unknown': {
    status: 404,
    nb: { title: 'Visningen finnes ikke', detail: 'Det er ingen visning {value}.' },
    en: { title: 'No such projection', detail: 'There is no projection {value}.' },
  },
  'rebuild-running': {
    status: 409,
    nb: { title: 'Bygges allerede på nytt', detail: '{value} bygges allerede på nytt.' },
    en: { title: 'Already rebuilding', detail: '{value} is already being rebuilt.' },
  },
  'parked-unknown': {
    status: 404,
    nb: { title: 'Meldingen er ikke parkert', detail: 'Det er ingen parkert melding {value}.' },
    en: { title: 'No such parked message', detail: 'There is no parked message {value}.' },
  },
  'relay-unknown': {
    status: 404,
    nb: { title: 'Konteksten finnes ikke', detail: 'Ingen kontekst {value} forteller noe til de andre.' },
    en: { title: 'No such context', detail: 'No context {value} publishes anything.' },
  },
  'position-beyond-log': {
    status: 422,
    nb: { title: 'Stedet finnes ikke i loggen', detail: 'Loggen slutter før {value}.' },
    en: { title: 'No such place in the log', detail: 'The log ends before {value}.' },
  },
} satisfies Readonly<Record<string, ProblemEntry>>;
