import type { RegisterMunicipality } from './municipality.commands.js';
import type { MunicipalityAmended, MunicipalityRegistered, Profile } from './municipality.events.js';

/** Røros, 1640 until the end of 2017 and 5025 since. */
export function profile(over: Partial<Profile> = {}): Profile {
  return {
    country: 'NO',
    names: { nb: 'Røros' },
    numbers: [
      { number: '1640', to: '2017-12-31' },
      { number: '5025', from: '2018-01-01' },
    ],
    groups: [{ kind: 'population', key: '5000-9999' }],
    successors: [],
    ...over,
  };
}

export function registerMunicipality(over: Partial<Profile> = {}): RegisterMunicipality {
  return { type: 'RegisterMunicipality', id: 'roros', profile: profile(over) };
}

export function municipalityRegistered(over: Partial<Profile> = {}): MunicipalityRegistered {
  return { type: 'MunicipalityRegistered', data: profile(over) };
}

export function municipalityAmended(over: Partial<Profile> = {}): MunicipalityAmended {
  return { type: 'MunicipalityAmended', data: profile(over) };
}
