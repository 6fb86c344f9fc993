/** Languages in which problems are worded. */
export const problemLanguages = ['nb', 'en'] as const;
export type ProblemLanguage = (typeof problemLanguages)[number];

/** Which wording a reader of a language gets: the nearest there is. */
const wordings: Readonly<Record<string, ProblemLanguage>> = {
  nb: 'nb',
  no: 'nb',
  nn: 'nb',
  da: 'nb',
  sv: 'nb',
  en: 'en',
};

/** The wording for an `Accept-Language` (RFC 9110, 12.5.4); English where none of its languages has one. */
export function problemLanguageOf(acceptLanguage: string | undefined): ProblemLanguage {
  const preferred = (acceptLanguage ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
      const quality = parameters
        .map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1])
        .find((q) => q !== undefined);
      return { language: tag.split('-')[0]!, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ language, quality }) => quality > 0 && Object.hasOwn(wordings, language))
    .sort((a, b) => b.quality - a.quality)[0];
  return preferred ? wordings[preferred.language]! : 'en';
}
