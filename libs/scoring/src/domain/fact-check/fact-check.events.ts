import type { DomainEvent, Passages } from '@kompass/kernel';
import { concern, type TypesOf } from '../concern.js';

/** The municipality sees the draft and may remark on it until the deadline. */
export type DraftIssued = DomainEvent<
  'DraftIssued',
  {
    readonly edition: number;
    /** ISO 8601, with `Z` or an offset. */
    readonly deadline: string;
  }
>;

/** The draft is work again; what was remarked on it stands. */
export type DraftWithdrawn = DomainEvent<'DraftWithdrawn', { readonly reason: Passages }>;

/** What a remark is: consent, an objection in words, or a document that tells otherwise. */
export type RemarkKind = 'agree' | 'remark' | 'document';

export type RemarkMade = DomainEvent<
  'RemarkMade',
  {
    readonly remarkId: string;
    /** The passage: `agreement/<indicator>`, `area/<area>`, `narrative/<question>` … */
    readonly about: string;
    readonly kind: RemarkKind;
    readonly text?: Passages;
    readonly evidenceIds: readonly string[];
  }
>;

export type RemarkAnswered = DomainEvent<
  'RemarkAnswered',
  { readonly remarkId: string; readonly text: Passages }
>;

export type FactCheckEvent = DraftIssued | DraftWithdrawn | RemarkMade | RemarkAnswered;

export const factCheckTypes: TypesOf<FactCheckEvent> = {
  DraftIssued: true,
  DraftWithdrawn: true,
  RemarkMade: true,
  RemarkAnswered: true,
};

export const isFactCheckEvent = concern<FactCheckEvent>(factCheckTypes);
