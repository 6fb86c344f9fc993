import type { Profile } from './municipality.events.js';

/** Registers a municipality, or replaces the whole profile of one that is registered. */
export interface RegisterMunicipality {
  readonly type: 'RegisterMunicipality';
  readonly profile: Profile;
}
