import type { ProblemLanguage } from './language.js';

/** What a refusal is to a reader. */
export interface ProblemEntry extends Readonly<Record<ProblemLanguage, ProblemWording>> {
  readonly status: number;
  /** Status where the refused value is this parameter of the path: the resource is not there. */
  readonly notFoundAs?: string;
}

/** `detail` may name values of the refusal in braces, and its broken rules as `{errors}`. */
interface ProblemWording {
  readonly title: string;
  readonly detail: string;
}
