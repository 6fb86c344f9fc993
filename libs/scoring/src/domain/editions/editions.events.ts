import type { DomainEvent, Passages } from '@kompass/kernel';
import { concern, type TypesOf } from '../concern.js';

export type EvaluationFinalised = DomainEvent<
  'EvaluationFinalised',
  { readonly edition: number; readonly areas: readonly string[] }
>;

export type EvaluationReopened = DomainEvent<
  'EvaluationReopened',
  {
    /** The edition that begins; the one before no longer holds. */
    readonly edition: number;
    readonly areas: readonly string[];
    readonly reason: Passages;
  }
>;

/** It goes no further; what was finalised before stays published. */
export type EvaluationCancelled = DomainEvent<'EvaluationCancelled', { readonly reason: Passages }>;

export type EditionEvent = EvaluationFinalised | EvaluationReopened | EvaluationCancelled;

export const editionTypes: TypesOf<EditionEvent> = {
  EvaluationFinalised: true,
  EvaluationReopened: true,
  EvaluationCancelled: true,
};

export const isEditionEvent = concern<EditionEvent>(editionTypes);
