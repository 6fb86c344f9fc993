import { overlap, type Period } from '@kompass/instrument';
import { Rejected, unreachable, type Decider } from '@kompass/kernel';
import { isDeepStrictEqual } from 'node:util';
import type { RegisterMunicipality } from './municipality.commands.js';
import type { MunicipalityEvent, Profile } from './municipality.events.js';
import { takenNumber } from './numbers.js';

export interface Municipality {
  /** Absent until it is registered. */
  readonly profile?: Profile;
}

/** What `decide` looks up: the other municipalities that have or had one of the numbers. */
export interface MunicipalityReference {
  readonly others: readonly (Pick<Profile, 'numbers'> & { readonly id: string })[];
}

/**
 * One municipality: stream `municipality-<id>`.
 *
 * Refuses with `municipality-invalid` (`errors: [{ field, rule }]`) and `number-taken`.
 */
export const municipalityDecider: Decider<
  RegisterMunicipality,
  Municipality,
  MunicipalityEvent,
  MunicipalityReference
> = {
  initial: {},

  decide({ profile }, state, { others }) {
    if (isDeepStrictEqual(profile, state.profile)) return [];
    holdConsistent(profile);
    holdNumbers(profile, others);
    return [{ type: state.profile ? 'MunicipalityAmended' : 'MunicipalityRegistered', data: profile }];
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
function holdConsistent({ numbers, groups }: Profile): void {
  const errors = [...overlaps('numbers', numbers), ...overlaps('groups', groups)];
  if (errors.length > 0) throw new Rejected('municipality-invalid', { errors });
}

/** No two municipalities have one number at the same time. */
function holdNumbers({ numbers }: Profile, others: MunicipalityReference['others']): void {
  const taken = takenNumber(numbers, others);
  if (!taken) return;
  const { index, by } = taken;
  const field = `numbers.${index}.number`;
  throw new Rejected('number-taken', { field, value: numbers[index]!.number, municipality: by.id });
}

function overlaps(field: string, periods: readonly (Period & { readonly kind?: string })[]) {
  return periods.flatMap((period, index) =>
    periods.slice(0, index).some((earlier) => earlier.kind === period.kind && overlap(earlier, period))
      ? [{ field: `${field}.${index}`, rule: 'periods-overlap' }]
      : [],
  );
}
