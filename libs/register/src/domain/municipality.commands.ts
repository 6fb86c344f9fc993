import type { Profile } from './municipality.events.js';

export interface RegisterMunicipality {
  readonly type: 'RegisterMunicipality';
  readonly profile: Profile;
}

/** Replaces the whole profile. */
export interface AmendMunicipality {
  readonly type: 'AmendMunicipality';
  readonly profile: Profile;
}

export type MunicipalityCommand = RegisterMunicipality | AmendMunicipality;
