import { describe, expect, it } from '@jest/globals';
import { specOf } from '@kompass/testing';
import { municipalityDecider } from './municipality.decider.js';
import {
  municipalityAmended,
  municipalityRegistered,
  profile,
  registerMunicipality,
} from './municipality.fixtures.js';

const given = specOf(municipalityDecider, { others: [] });

describe('registering a municipality', () => {
  it('keeps its profile', () => {
    given().when(registerMunicipality()).then(municipalityRegistered());
  });

  it('takes no two numbers of one day', () => {
    const numbers = [{ number: '1640', to: '2018-01-01' }, ...profile().numbers.slice(1)];
    given()
      .when(registerMunicipality({ numbers }))
      .thenRejected('municipality-invalid', { errors: [{ field: 'numbers.1', rule: 'periods-overlap' }] });
  });

  it('takes no number that another has at the same time', () => {
    const taken = { id: 'vale', numbers: [{ number: '5025', from: '2020-01-01' }] };
    specOf(municipalityDecider, { others: [taken] })()
      .when(registerMunicipality())
      .thenRejected('number-taken', { field: 'numbers.1.number', value: '5025', municipality: 'vale' });
    const former = { id: 'vale', numbers: [{ number: '5025', to: '2001-12-31' }] };
    specOf(municipalityDecider, { others: [former] })()
      .when(registerMunicipality())
      .then(municipalityRegistered());
  });

  it('takes no two groups of one kind and day, but groups of different kinds', () => {
    const population = { kind: 'population', key: '5000-9999' } as const;
    const kostra = { kind: 'kostra', key: '11' } as const;
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
    given(municipalityRegistered()).when(registerMunicipality(merged)).then(municipalityAmended(merged));
    expect(given(municipalityRegistered(), municipalityAmended(merged)).state).toEqual({
      profile: profile(merged),
    });
  });

  it('does nothing where nothing changes', () => {
    given(municipalityRegistered(), municipalityAmended(merged)).when(registerMunicipality(merged)).then();
  });

  it('keeps it consistent', () => {
    const numbers = [{ number: '1640' }, { number: '5025' }];
    given(municipalityRegistered())
      .when(registerMunicipality({ numbers }))
      .thenRejected('municipality-invalid');
  });
});
