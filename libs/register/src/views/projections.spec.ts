import { describe, expect, it } from '@jest/globals';
import { fold } from '@kompass/read-store';
import { recorded } from '@kompass/testing';
import {
  crosswalkPublished,
  earlierToLater,
  instrumentPublished,
  later,
} from '../domain/instrument.fixtures.js';
import { municipalityAmended, municipalityRegistered, profile } from '../domain/municipality.fixtures.js';
import type { RegisterEvent } from '../domain/register.events.js';
import { instrumentProjection } from './instrument/instrument.projection.js';
import { municipalityProjection } from './municipality/municipality.projection.js';

const { digest } = instrumentPublished().data;
const merged = { successors: [{ id: 'storkommune', from: '2030-01-01' }] };
const municipality = recorded<RegisterEvent>(municipalityRegistered(), municipalityAmended(merged));
const corrected = { ...earlierToLater, about: 'ILLUSTRATIVE. Second edition.' };
const instrument = recorded<RegisterEvent>(
  instrumentPublished(),
  crosswalkPublished(),
  crosswalkPublished(corrected),
);

describe('municipalities', () => {
  it('are shown as they were last described', () => {
    expect(fold(municipalityProjection, 'municipality-roros', municipality)).toEqual([
      { municipality_id: 'roros', revision: 1, ...profile(merged) },
    ]);
    expect(fold(municipalityProjection, `instrument-${digest}`, instrument)).toEqual([]);
  });
});

describe('instruments', () => {
  it('are shown whole, with the last crosswalk from each earlier version', () => {
    expect(fold(instrumentProjection, `instrument-${digest}`, instrument)).toEqual([
      {
        digest,
        revision: 2,
        instrument_id: 'kommunekompasset',
        version: '2.1',
        document: later,
        crosswalks: [corrected],
      },
    ]);
    expect(fold(instrumentProjection, 'municipality-roros', municipality)).toEqual([]);
  });
});
