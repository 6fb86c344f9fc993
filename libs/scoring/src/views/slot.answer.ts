import type { Slot as ShownSlot } from '@kompass/contracts';
import type { Opened } from '@kompass/event-store';
import { pointsOf } from '@kompass/kernel';
import type { Agreement, NamedSlot, Proposal } from '../domain/scores/slots.js';

/** A slot as the interface shows it: points instead of tenths, `null` for what was not given. Its texts are opened before. */
export function shownSlot({ slot, value, revision, at, by }: Opened<NamedSlot>): ShownSlot {
  return { slot, value: shownValue(value), revision, at, by };
}

/** What stands in a slot, as the interface shows it. */
export function shownValue(value: Opened<Proposal | Agreement>): ShownSlot['value'] {
  const points = pointsOf(value.points);
  if ('evidenceIds' in value) {
    const { levels, rationale, evidenceIds, warnings, afterReveal = false } = value;
    return {
      points,
      levels: levels ?? null,
      rationale,
      evidenceIds: [...evidenceIds],
      warnings: [...warnings],
      afterReveal,
    };
  }
  return {
    points,
    rationale: value.rationale ?? null,
    rule: value.rule ?? null,
    remarkId: value.remarkId ?? null,
  };
}
