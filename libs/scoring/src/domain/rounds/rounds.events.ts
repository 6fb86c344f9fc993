import type { DomainEvent, Passages } from '@kompass/kernel';
import { concern, type TypesOf } from '../concern.js';

/** An assessor has proposed all of an area and changes nothing until it is revealed. */
export type AreaSubmitted = DomainEvent<
  'AreaSubmitted',
  { readonly area: string; readonly assessor: string }
>;

/** From here on everybody who works on the evaluation sees what was proposed in an area. */
export type AreaRevealed = DomainEvent<
  'AreaRevealed',
  {
    readonly area: string;
    /** Of the lead, who closed the round before all had submitted; absent where all had. */
    readonly reason?: Passages;
  }
>;

export type RoundEvent = AreaSubmitted | AreaRevealed;

export const roundTypes: TypesOf<RoundEvent> = {
  AreaSubmitted: true,
  AreaRevealed: true,
};

export const isRoundEvent = concern<RoundEvent>(roundTypes);
