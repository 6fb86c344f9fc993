import { describe, expect, it } from '@jest/globals';
import { specOf } from '@kompass/testing';
import { municipalityDecider } from './municipality.decider.js';
import {
  amendMunicipality,
  municipalityAmended,
  municipalityRegistered,
  profile,
  registerMunicipality,
} from './municipality.fixtures.js';

const given = specOf(municipalityDecider);

describe('registering a municipality', () => {
  it('keeps its profile', () => {
    given().when(registerMunicipality()).then(municipalityRegistered());
  });

  it('happens once', () => {
    given(municipalityRegistered()).when(registerMunicipality()).thenRejected('already-exists');
  });

  it('takes no two numbers of one day', () => {
    const numbers = [{ number: '1640', to: '2018-01-01' }, ...profile().numbers.slice(1)];
    given()
      .when(registerMunicipality({ numbers }))
      .thenRejected('municipality-invalid', { errors: [{ field: 'numbers.1', rule: 'periods-overlap' }] });
  });

  it('takes no two groups of one kind and day, but groups of different kinds', () => {
    const population = { kind: 'population', key: '5000-9999' };
    const kostra = { kind: 'kostra', key: '11' };
    given()
      .when(registerMunicipality({ groups: [population, kostra] }))
      .then(municipalityRegistered({ groups: [population, kostra] }));
    given()
      .when(registerMunicipality({ groups: [population, kostra, { ...population, key: '<5000' }] }))
      .thenRejected('municipality-invalid', { errors: [{ field: 'groups.2', rule: 'periods-overlap' }] });
  });
});

describe('amending a municipality', () => {
  const merged = { successors: [{ id: 'storkommune', from: '2030-01-01' }] };

  it('replaces the profile', () => {
    given(municipalityRegistered()).when(amendMunicipality(merged)).then(municipalityAmended(merged));
    expect(given(municipalityRegistered(), municipalityAmended(merged)).state).toEqual({
      profile: profile(merged),
    });
  });

  it('does nothing where nothing changes', () => {
    given(municipalityRegistered(), municipalityAmended(merged)).when(amendMunicipality(merged)).then();
  });

  it('keeps it consistent', () => {
    const numbers = [{ number: '1640' }, { number: '5025' }];
    given(municipalityRegistered()).when(amendMunicipality({ numbers })).thenRejected('municipality-invalid');
  });

  it('needs one that is registered', () => {
    given().when(amendMunicipality()).thenRejected('municipality-unknown');
  });
});
