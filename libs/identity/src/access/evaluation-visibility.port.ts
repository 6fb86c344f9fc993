import type { Answerer } from '@kompass/contracts';
import type { Reader } from '@kompass/http';

/**
 * Injection token of the `EvaluationVisibility` of a context with routes of evaluations: who may see which evaluation
 * is known to each by its own view.
 */
export function evaluationVisibilityToken(context: Answerer): string {
  return `EvaluationVisibility(${context})`;
}

/** Tells whether a reader may know of an evaluation: what they may not do there is then 403 and not 404. */
export interface EvaluationVisibility {
  maySee(reader: Reader, evaluationId: string): Promise<boolean>;
}
