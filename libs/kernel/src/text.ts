/** Languages of the product: bokmål, nynorsk, Swedish, English. */
export const languages = ['nb', 'nn', 'sv', 'en'] as const;
export type Language = (typeof languages)[number];

/** Something in one or more languages, for example a title of the instrument. */
export type Localised<T> = { readonly [L in Language]?: T };

/** Free text on its way in, not yet sealed. */
export interface Plain {
  readonly plain: string;
}

/**
 * Free text as it stands in events: AES-256-GCM under a key of its own, so that one passage can be erased
 * without touching the log. `digest` = hex HMAC-SHA-256(passage key, text), `sealed` = base64(iv ‖ ciphertext ‖ tag),
 * `key` = id of the passage key in the context's `passage_key` table.
 */
export interface Sealed {
  readonly digest: string;
  readonly sealed: string;
  readonly key: string;
}

/** A free text of an event: one sealed passage a language, at least one. */
export type Passages = Localised<Sealed>;

/** The same message before its free texts are sealed: what a controller hands to the command bus. */
export type Unsealed<T> = T extends Sealed
  ? Plain
  : T extends readonly (infer Item)[]
    ? readonly Unsealed<Item>[]
    : T extends object
      ? { [K in keyof T]: Unsealed<T[K]> }
      : T;

/** Marks every language of a text as free text to be sealed. */
export function plainText(text: Localised<string>): Localised<Plain> {
  return Object.fromEntries(Object.entries(text).map(([language, plain]) => [language, { plain }]));
}
