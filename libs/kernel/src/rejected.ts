/**
 * A command is refused by a rule. `code` is kebab case and stable (`score-above-maximum`); `libs/http` holds
 * the one table that turns it into a status and a sentence in the reader's language.
 *
 * `detail` holds the values that sentence names (field, maximum, both values of a conflict …): plain JSON.
 */
export class Rejected extends Error {
  constructor(
    readonly code: string,
    readonly detail: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
    this.name = 'Rejected';
  }
}
