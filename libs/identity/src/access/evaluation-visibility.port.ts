import type { Reader } from '@kompass/http';

/** Injection token of the `EvaluationVisibility`, which the scoring context provides. */
export const EVALUATION_VISIBILITY = Symbol('EVALUATION_VISIBILITY');

/** Tells whether a reader may know of an evaluation: what they may not do there is then 403 and not 404. */
export interface EvaluationVisibility {
  maySee(reader: Reader, evaluationId: string): Promise<boolean>;
}
