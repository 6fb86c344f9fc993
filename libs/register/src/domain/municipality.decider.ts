import { overlap, type Period } from '@kompass/instrument';
import { Rejected, unreachable, type Decider } from '@kompass/kernel';
import { isDeepStrictEqual } from 'node:util';
import type { RegisterMunicipality } from './municipality.commands.js';
import type { MunicipalityEvent, Profile } from './municipality.events.js';

export interface Municipality {
  /** Absent until it is registered. */
  readonly profile?: Profile;
}

/**
 * One municipality: stream `municipality-<id>`. That no other has its numbers is not decided here, since it is no
 * affair of one stream.
 *
 * Refuses with `municipality-invalid` (`errors: [{ field, rule }]`).
 */
export const municipalityDecider: Decider<RegisterMunicipality, Municipality, MunicipalityEvent> = {
  initial: {},

  decide({ profile }, state) {
    if (isDeepStrictEqual(profile, state.profile)) return [];
    const type = state.profile ? 'MunicipalityAmended' : 'MunicipalityRegistered';
    return [{ type, data: consistent(profile) }];
  },

  evolve(_state, event) {
    switch (event.type) {
      case 'MunicipalityRegistered':
      case 'MunicipalityAmended':
        return { profile: event.data };
      default:
        return unreachable(event);
    }
  },
};

/** A municipality has one number and one group of a kind at a time, so that a date tells which. */
function consistent(profile: Profile): Profile {
  const errors = [...overlaps('numbers', profile.numbers), ...overlaps('groups', profile.groups)];
  if (errors.length > 0) throw new Rejected('municipality-invalid', { errors });
  return profile;
}

function overlaps(field: string, periods: readonly (Period & { readonly kind?: string })[]) {
  return periods.flatMap((period, index) =>
    periods.slice(0, index).some((earlier) => earlier.kind === period.kind && overlap(earlier, period))
      ? [{ field: `${field}.${index}`, rule: 'periods-overlap' }]
      : [],
  );
}
