import type { ProblemEntry } from './problem-entry.js';

/** Refusals of evaluations: their course, and the rules of the method. */
export const scoringProblems = {
  'not-a-member': {
    status: 403,
    nb: {
      title: 'Ikke med i evalueringen',
      detail: 'Du er ikke oppnevnt som evaluator i denne evalueringen.',
    },
    en: { title: 'Not a member', detail: 'You are not assigned as an assessor of this evaluation.' },
  },
  'not-the-lead': {
    status: 403,
    nb: { title: 'Bare for lederen', detail: 'Bare den som leder evalueringen, kan gjøre dette.' },
    en: { title: 'For the lead only', detail: 'Only the lead of the evaluation may do this.' },
  },
  'indicator-not-assigned': {
    status: 403,
    nb: { title: 'Ikke tildelt', detail: 'Du er bare oppnevnt for andre indikatorer enn {value}.' },
    en: { title: 'Not assigned', detail: 'You are assigned for other indicators than {value} only.' },
  },
  'evaluation-unknown': {
    status: 404,
    nb: { title: 'Evalueringen finnes ikke', detail: 'Det er ingen evaluering her som du kan lese.' },
    en: { title: 'No such evaluation', detail: 'There is no evaluation here that you may read.' },
  },
  'revision-unknown': {
    status: 404,
    nb: {
      title: 'Revisjonen finnes ikke',
      detail: 'Evalueringen har ikke kommet så langt, eller ikke begynt ennå.',
    },
    en: { title: 'No such revision', detail: 'The evaluation has not come that far, or had not begun.' },
  },
  'assessor-unknown': {
    status: 404,
    nb: { title: 'Ikke oppnevnt', detail: '{accountId} er ikke oppnevnt i denne evalueringen.' },
    en: { title: 'Not assigned', detail: '{accountId} is not assigned to this evaluation.' },
  },
  'wrong-state': {
    status: 409,
    nb: { title: 'Feil tidspunkt i forløpet', detail: 'Evalueringen er {status}; dette krever {allowed}.' },
    en: { title: 'Wrong state', detail: 'The evaluation is {status}; this needs {allowed}.' },
  },
  stale: {
    status: 409,
    nb: {
      title: 'Endret i mellomtiden',
      detail: 'Dette er endret siden revisjon {basedOn}. Se på det nye, og bestem deg igjen.',
    },
    en: {
      title: 'Changed in the meantime',
      detail: 'This has changed since revision {basedOn}. Look at what is new, and decide again.',
    },
  },
  incomplete: {
    status: 409,
    nb: {
      title: 'Ikke fullstendig',
      detail: 'Det mangler enighet om {indicators} indikatorer og intervjuer i {areas} områder.',
    },
    en: {
      title: 'Not complete',
      detail: '{indicators} indicators are not agreed, {areas} areas lack interviews.',
    },
  },
  'already-revealed': {
    status: 409,
    nb: { title: 'Allerede åpent', detail: 'Forslagene på område {value} er åpne for alle.' },
    en: { title: 'Already revealed', detail: 'The proposals for area {value} are open to all.' },
  },
  'already-submitted': {
    status: 409,
    nb: {
      title: 'Allerede levert',
      detail: 'Du har levert område {value}; forslagene dine er låst til det åpnes.',
    },
    en: {
      title: 'Already submitted',
      detail: 'You have submitted area {value}; your proposals are locked until it is revealed.',
    },
  },
  'not-revealed': {
    status: 409,
    nb: { title: 'Ikke åpnet ennå', detail: 'Forslagene på område {value} er ikke åpnet ennå.' },
    en: { title: 'Not revealed yet', detail: 'The proposals for area {value} are not revealed yet.' },
  },
  'proposals-missing': {
    status: 409,
    nb: {
      title: 'Forslag mangler',
      detail: 'Du mangler forslag til {indicators} indikatorer på område {area}.',
    },
    en: {
      title: 'Proposals are missing',
      detail: 'You have not proposed points for {indicators} indicators of area {area}.',
    },
  },
  'not-the-municipality': {
    status: 403,
    nb: { title: 'Ikke din kommune', detail: 'Bare kommunen som evalueres, kan gjøre dette.' },
    en: { title: 'Not your municipality', detail: 'Only the municipality that is evaluated may do this.' },
  },
  'deadline-passed': {
    status: 409,
    nb: { title: 'Fristen er ute', detail: 'Kommunen kunne uttale seg til {deadline}.' },
    en: { title: 'The deadline has passed', detail: 'The municipality could remark until {deadline}.' },
  },
  'no-fact-check': {
    status: 409,
    nb: {
      title: 'Uten faktasjekk',
      detail: 'Evalueringen er åpnet uten faktasjekk; den ferdigstilles uten utkast.',
    },
    en: {
      title: 'No fact check',
      detail: 'The evaluation was opened without a fact check; it is finalised without a draft.',
    },
  },
  'draft-required': {
    status: 409,
    nb: {
      title: 'Utkast mangler',
      detail: 'Evalueringen er åpnet med faktasjekk; send et utkast til kommunen først.',
    },
    en: {
      title: 'A draft is missing',
      detail: 'The evaluation was opened with a fact check; issue a draft to the municipality first.',
    },
  },
  'remarks-unanswered': {
    status: 409,
    nb: { title: 'Merknader uten svar', detail: '{remarks} merknader til utkastet er ikke besvart.' },
    en: { title: 'Remarks without an answer', detail: '{remarks} remarks on the draft are not answered.' },
  },
  'already-answered': {
    status: 409,
    nb: { title: 'Allerede besvart', detail: 'Merknaden {value} er besvart.' },
    en: { title: 'Already answered', detail: 'The remark {value} is answered.' },
  },
  'remark-unknown': {
    status: 422,
    notFoundAs: 'remarkId',
    nb: { title: 'Ukjent merknad', detail: 'Det er ingen merknad {value} til denne evalueringen.' },
    en: { title: 'Unknown remark', detail: 'There is no remark {value} on this evaluation.' },
  },
  'remark-required': {
    status: 422,
    nb: { title: 'Merknad mangler', detail: 'Et utkast endres bare som svar på en merknad; oppgi hvilken.' },
    en: { title: 'A remark is missing', detail: 'A draft changes only in answer to a remark; name it.' },
  },
  'remark-text-required': {
    status: 422,
    nb: { title: 'Teksten mangler', detail: 'Skriv hva merknaden gjelder.' },
    en: { title: 'The text is missing', detail: 'Say what the remark is about.' },
  },
  'evidence-required': {
    status: 422,
    nb: { title: 'Dokument mangler', detail: 'Oppgi hvilket dokument merknaden viser til.' },
    en: { title: 'A document is missing', detail: 'Name the document that the remark refers to.' },
  },
  'nothing-to-erase': {
    status: 422,
    nb: { title: 'Ingen tekst å slette', detail: 'Hendelsen ved revisjon {value} har ingen fri tekst.' },
    en: { title: 'No text to erase', detail: 'The event at revision {value} holds no free text.' },
  },
  'already-assigned': {
    status: 409,
    nb: { title: 'Allerede oppnevnt', detail: '{value} er allerede oppnevnt slik.' },
    en: { title: 'Already assigned', detail: '{value} is assigned like this already.' },
  },
  'lead-taken': {
    status: 409,
    nb: {
      title: 'Evalueringen har en leder',
      detail: 'En evaluering har én leder. Løs den andre fra oppdraget først.',
    },
    en: { title: 'There is a lead', detail: 'An evaluation has one lead. Release the other one first.' },
  },
  'no-assessor': {
    status: 422,
    nb: { title: 'Ikke evaluator', detail: 'Kontoen {value} har ikke rollen assessor.' },
    en: { title: 'Not an assessor', detail: 'The account {value} does not have the role assessor.' },
  },
  'not-certified': {
    status: 422,
    nb: { title: 'Uten sertifikat', detail: 'Sertifikatet til {value} gjelder ikke i dag.' },
    en: { title: 'Not certified', detail: 'No certificate of {value} holds today.' },
  },
  'conflict-of-interest': {
    status: 422,
    nb: { title: 'Inhabil', detail: '{value} er knyttet til kommunen som evalueres.' },
    en: {
      title: 'Conflict of interest',
      detail: '{value} is bound to the municipality that is evaluated.',
    },
  },
  'unknown-indicator': {
    status: 422,
    notFoundAs: 'indicatorId',
    nb: { title: 'Ukjent indikator', detail: 'Instrumentet har ingen indikator {value}.' },
    en: { title: 'Unknown indicator', detail: 'The instrument has no indicator {value}.' },
  },
  'unknown-question': {
    status: 422,
    nb: { title: 'Ukjent spørsmål', detail: 'Instrumentet har ikke spørsmålet {value}.' },
    en: { title: 'Unknown question', detail: 'The instrument has no question {value}.' },
  },
  'unknown-area': {
    status: 422,
    notFoundAs: 'areaId',
    nb: { title: 'Ukjent område', detail: 'Instrumentet har ikke området {value}.' },
    en: { title: 'Unknown area', detail: 'The instrument has no area {value}.' },
  },
  'points-not-in-tenths': {
    status: 422,
    nb: { title: 'For mange desimaler', detail: 'Poeng gis med høyst én desimal, ikke {value}.' },
    en: { title: 'Too many decimals', detail: 'Points are given with at most one decimal, not {value}.' },
  },
  'points-negative': {
    status: 422,
    nb: { title: 'Negative poeng', detail: 'Poeng er aldri under 0, som {value}.' },
    en: { title: 'Negative points', detail: 'Points are never below 0, as {value} is.' },
  },
  'score-above-maximum': {
    status: 422,
    nb: {
      title: 'For mange poeng',
      detail: '{value} poeng er mer enn {max}, som er det meste indikatoren gir.',
    },
    en: {
      title: 'Too many points',
      detail: '{value} points are more than {max}, the most the indicator gives.',
    },
  },
  'points-or-levels-required': {
    status: 422,
    nb: { title: 'Poeng mangler', detail: 'Oppgi poeng, eller nivåer som poengene følger av.' },
    en: { title: 'Points missing', detail: 'Give points, or levels from which the points follow.' },
  },
  'levels-invalid': {
    status: 422,
    nb: { title: 'Nivåene passer ikke til instrumentet', detail: '{errors}.' },
    en: { title: 'The levels do not fit the instrument', detail: '{errors}.' },
  },
  'rationale-required': {
    status: 422,
    nb: { title: 'Begrunnelse mangler', detail: 'Oppgi en begrunnelse.' },
    en: { title: 'Rationale missing', detail: 'Give a rationale.' },
  },
  'based-on-required': {
    status: 422,
    nb: {
      title: 'basedOn mangler',
      detail: 'Oppgi den høyeste revisjonen blant det du så om indikatoren.',
    },
    en: {
      title: 'basedOn is missing',
      detail: 'Give the highest revision among all you saw of the indicator.',
    },
  },
  'nothing-proposed': {
    status: 422,
    nb: { title: 'Ingenting å enes om', detail: 'Ingen har foreslått poeng for {value} ennå.' },
    en: { title: 'Nothing to agree on', detail: 'Nobody has proposed points for {value} yet.' },
  },
} satisfies Readonly<Record<string, ProblemEntry>>;
