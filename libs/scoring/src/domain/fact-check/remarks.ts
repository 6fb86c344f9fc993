import { own, Rejected, type Passages } from '@kompass/kernel';
import type { Evaluation } from '../evaluation.js';
import type { Slot } from '../slot.js';
import type { RemarkKind } from './fact-check.events.js';

/** What a municipality said of a passage of the draft. */
export interface Remark {
  readonly about: string;
  readonly kind: RemarkKind;
  readonly text?: Passages;
  readonly evidenceIds: readonly string[];
  readonly answer?: Slot<Passages>;
}

/** @throws Rejected `remark-unknown` */
export function remarkOf(state: Evaluation, remarkId: string): Slot<Remark> {
  const remark = own(state.remarks, remarkId);
  if (!remark) throw new Rejected('remark-unknown', { field: 'remarkId', value: remarkId });
  return remark;
}

/** The remarks that want an answer and have none: who agrees wants none. */
export function unansweredRemarks({ remarks }: Evaluation): readonly string[] {
  return Object.entries(remarks).flatMap(([id, { value }]) =>
    value.kind === 'agree' || value.answer ? [] : [id],
  );
}
