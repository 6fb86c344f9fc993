import type { Rule } from '@kompass/contracts';
import type { DocumentRule } from '@kompass/instrument';
import type { ProblemLanguage } from './language.js';

/** Rules that stand in `errors[{field, rule}]`: of shape, of a document, and of what must hold together. */
export type NamedRule =
  Rule | DocumentRule | PlanRule | 'periods-overlap' | 'sum-of-areas' | 'interviews-required';

/** Of plans of interviews, and of what has to fit into them. */
type PlanRule =
  | ('unknown-place' | 'unknown-day' | 'two-places' | 'in-use')
  | ('taken' | 'no-time-to-travel' | 'in-a-break' | 'outside-the-days');

/** What a broken rule means: the end of a sentence that begins with the field. */
export const ruleTexts: Readonly<Record<NamedRule, Readonly<Record<ProblemLanguage, string>>>> = {
  required: { nb: 'mangler', en: 'is missing' },
  'unknown-field': { nb: 'er ukjent', en: 'is unknown' },
  'wrong-type': { nb: 'er av feil type', en: 'is of the wrong type' },
  'must-be-text': { nb: 'må være tekst', en: 'must be text' },
  'must-be-number': { nb: 'må være et tall', en: 'must be a number' },
  'must-be-whole-number': { nb: 'må være et heltall', en: 'must be a whole number' },
  'must-be-boolean': { nb: 'må være true eller false', en: 'must be true or false' },
  'must-be-list': { nb: 'må være en liste', en: 'must be a list' },
  'must-be-object': { nb: 'må være et objekt', en: 'must be an object' },
  'not-an-option': { nb: 'er ikke blant de lovlige verdiene', en: 'is not one of the allowed values' },
  'wrong-format': { nb: 'har feil format', en: 'has the wrong format' },
  'too-small': { nb: 'er for lite', en: 'is too small' },
  'too-large': { nb: 'er for stort', en: 'is too large' },
  'too-short': { nb: 'er for kort', en: 'is too short' },
  'too-long': { nb: 'er for langt', en: 'is too long' },
  'too-deep': { nb: 'er for dypt nøstet', en: 'is nested too deeply' },
  'not-json': { nb: 'er ikke gyldig JSON', en: 'is not valid JSON' },
  'not-utf-8': { nb: 'er ikke gyldig UTF-8', en: 'is not valid UTF-8' },
  'not-blank': { nb: 'kan ikke være blank', en: 'must not be blank' },
  'no-control-characters': { nb: 'inneholder ulovlige tegn', en: 'contains forbidden characters' },
  'at-least-one-language': {
    nb: 'må finnes på minst ett språk',
    en: 'must be given in at least one language',
  },
  'date-unreadable': { nb: 'er ikke en dato som finnes', en: 'is not a date that exists' },
  'time-unreadable': {
    nb: 'er ikke et tidspunkt med tidssone (ISO 8601)',
    en: 'is not a time with its zone (ISO 8601)',
  },
  'time-zone-unknown': { nb: 'er ikke en tidssone', en: 'is not a time zone' },
  'period-ends-before-it-begins': { nb: 'slutter før det begynner', en: 'ends before it begins' },
  'not-a-municipality-number': { nb: 'er ikke et kommunenummer', en: 'is not a municipality number' },
  'number-of-another-country': { nb: 'hører til et annet land', en: 'belongs to another country' },
  'number-as-id': { nb: 'er et kommunenummer, ikke en id', en: 'is a municipality number, not an id' },
  'municipality-of-that-role': {
    nb: 'må oppgis for rollen municipality',
    en: 'must be given for the role municipality',
  },
  'one-of-revision-and-at': { nb: 'krever enten revision eller at', en: 'needs either revision or at' },
  unique: { nb: 'står der fra før', en: 'stands there already' },
  'unknown-area': { nb: 'er ikke et område i instrumentet', en: 'is not an area of the instrument' },
  'unknown-criterion': {
    nb: 'er ikke et kriterium for indikatoren',
    en: 'is not a criterion of the indicator',
  },
  'level-0-to-4': { nb: 'må være et nivå fra 0 til 4', en: 'must be a level from 0 to 4' },
  'levels-0-to-4': { nb: 'må beskrive hvert nivå fra 0 til 4', en: 'must describe each level from 0 to 4' },
  'weights-sum-to-100': { nb: 'må summere til 100 prosent', en: 'must sum to 100 percent' },
  'sum-of-indicators': { nb: 'må være summen av indikatorene', en: 'must be the sum of its indicators' },
  'sum-of-questions': { nb: 'må være summen av spørsmålene', en: 'must be the sum of its questions' },
  'hundred-points': { nb: 'må være 100 poeng', en: 'must be 100 points' },
  'above-middling': { nb: 'må ligge over den midterste grensen', en: 'must lie above the middling bound' },
  'other-version': { nb: 'må være en annen versjon', en: 'must be another version' },
  'version-of-instrument': {
    nb: 'må være versjonen av instrumentet',
    en: 'must be the version of the instrument',
  },
  'sides-of-relation': {
    nb: 'har ikke de sidene relasjonen krever',
    en: 'does not have the sides its relation needs',
  },
  'unknown-id': { nb: 'finnes ikke i den versjonen', en: 'does not exist in that version' },
  'not-the-same': { nb: 'er ikke likt i de to versjonene', en: 'is not the same in the two versions' },
  'periods-overlap': { nb: 'gjelder samtidig med en annen', en: 'holds at the same time as another' },
  'interviews-required': { nb: 'har for få gjennomførte intervjuer', en: 'has too few held interviews' },
  'sum-of-areas': { nb: 'må være summen av områdene', en: 'must be the sum of the areas' },
  'unknown-place': { nb: 'er ikke et sted i planen', en: 'is not a place of the plan' },
  'unknown-day': { nb: 'er ikke en dag i planen', en: 'is not a day of the plan' },
  'two-places': { nb: 'må være to forskjellige steder', en: 'must be two different places' },
  'in-use': { nb: 'passer ikke til et avtalt intervju', en: 'does not fit an interview that is booked' },
  taken: { nb: 'er opptatt', en: 'is taken' },
  'no-time-to-travel': { nb: 'gir ikke tid til reisen', en: 'leaves no time to travel' },
  'in-a-break': { nb: 'faller i en pause', en: 'falls into a break' },
  'outside-the-days': { nb: 'er utenfor dagene i planen', en: 'is outside the days of the plan' },
};
