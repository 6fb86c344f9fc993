import type { Rule } from '@kompass/contracts';
import type { ProblemLanguage } from './language.js';

/** What a broken rule of shape means: the end of a sentence that begins with the field. */
export const ruleTexts: Readonly<Record<Rule, Readonly<Record<ProblemLanguage, string>>>> = {
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
  'period-ends-before-it-begins': { nb: 'slutter før det begynner', en: 'ends before it begins' },
  'not-a-municipality-number': { nb: 'er ikke et kommunenummer', en: 'is not a municipality number' },
  'number-of-another-country': { nb: 'hører til et annet land', en: 'belongs to another country' },
  'number-as-id': { nb: 'er et kommunenummer, ikke en id', en: 'is a municipality number, not an id' },
  'municipality-of-that-role': {
    nb: 'må oppgis for rollen municipality',
    en: 'must be given for the role municipality',
  },
  'one-of-revision-and-at': { nb: 'krever enten revision eller at', en: 'needs either revision or at' },
};
