import type { Profile } from './municipality.events.js';

/** Registers a municipality, or replaces the whole profile of one that is registered. */
export interface RegisterMunicipality {
  readonly type: 'RegisterMunicipality';
  /** Its own: that of the stream. */
  readonly id: string;
  readonly profile: Profile;
}
