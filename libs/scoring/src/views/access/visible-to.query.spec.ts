import { describe, expect, it } from '@jest/globals';
import type { Reader } from '@kompass/http';
import { isAfterReveal, visibleTo, type Reading } from './visible-to.query.js';

const access = {
  evaluation_id: 'roros-2017',
  municipality: 'roros',
  members: ['lead', 'second'],
  published: false,
  draft: false,
  blind: true,
  revealed: { '2': 9 },
};

const readers: Readonly<Record<string, Reader>> = {
  admin: { accountId: 'admin', roles: ['admin'] },
  auditor: { accountId: 'auditor', roles: ['auditor'] },
  member: { accountId: 'lead', roles: ['assessor'] },
  'assessor of others': { accountId: 'stranger', roles: ['assessor'] },
  'member who lost the role': { accountId: 'lead', roles: ['reader'] },
  municipality: { accountId: 'contact', roles: ['municipality'], municipality: 'roros' },
  reader: { accountId: 'reader', roles: ['reader'] },
  anybody: 'anybody',
};

describe('reading an evaluation', () => {
  it.each<[keyof typeof readers, Reading, Reading]>([
    // who                        while open   once finalised (also while reopened)
    ['admin', 'working', 'working'],
    ['auditor', 'working', 'working'],
    ['member', 'working', 'working'],
    ['assessor of others', 'nothing', 'published'],
    ['member who lost the role', 'nothing', 'published'],
    ['municipality', 'nothing', 'published'],
    ['reader', 'nothing', 'published'],
    ['anybody', 'nothing', 'published'],
  ])('%s: %s while open, %s once finalised', (who, open, finalised) => {
    expect(visibleTo(readers[who]!, access).reading).toBe(open);
    expect(visibleTo(readers[who]!, { ...access, published: true }).reading).toBe(finalised);
  });

  it('knows nothing of what does not exist', () => {
    expect(visibleTo(readers['admin']!, undefined).reading).toBe('nothing');
  });
});

describe('seeing proposals', () => {
  const hidden = { area: '1', assessor: 'lead' };
  const revealed = { area: '2', assessor: 'lead' };
  const second: Reader = { accountId: 'second', roles: ['assessor'] };

  it.each<[string, Reader, boolean, boolean]>([
    // who                          hidden   revealed
    ['their author', readers['member']!, true, true],
    ['a colleague', second, false, true],
    ['admin', readers['admin']!, false, true],
    ['auditor', readers['auditor']!, false, true],
    ['assessor of others', readers['assessor of others']!, false, false],
    ['municipality', readers['municipality']!, false, false],
    ['anybody', 'anybody', false, false],
  ])('%s', (_, reader, whileBlind, then) => {
    for (const published of [false, true]) {
      const { seesProposal } = visibleTo(reader, { ...access, published });
      expect(seesProposal(hidden)).toBe(whileBlind);
      expect(seesProposal(revealed)).toBe(then);
    }
  });

  it('is not kept from colleagues where nothing is blind', () => {
    expect(visibleTo(second, { ...access, blind: false }).seesProposal(hidden)).toBe(true);
  });

  it('knows no area by a name that every object has', () => {
    expect(visibleTo(second, access).seesProposal({ area: 'constructor', assessor: 'lead' })).toBe(false);
  });

  it('tells what came after the reveal', () => {
    expect([8, 10].map((revision) => isAfterReveal(access, '2', revision))).toEqual([false, true]);
    expect(isAfterReveal(access, '1', 10)).toBe(false);
    expect(isAfterReveal({ ...access, blind: false }, '2', 10)).toBe(false);
  });
});

describe('seeing the draft', () => {
  const draft = { ...access, draft: true };
  const neighbour: Reader = { accountId: 'neighbour', roles: ['municipality'], municipality: 'ulstein' };

  it.each<[string, Reader, Reading, boolean]>([
    // who                 reading    remarks
    ['the municipality', readers['municipality']!, 'draft', true],
    ['another', neighbour, 'nothing', false],
    ['member', readers['member']!, 'working', true],
    ['auditor', readers['auditor']!, 'working', true],
    ['reader', readers['reader']!, 'nothing', false],
    ['anybody', 'anybody', 'nothing', false],
  ])('%s', (_, reader, reading, remarks) => {
    expect(visibleTo(reader, draft)).toMatchObject({ reading, seesRemarks: remarks });
  });

  it('is the municipality’s alone to see the remarks once it is finalised', () => {
    const published = { ...access, published: true };
    expect(visibleTo(readers['municipality']!, published).seesRemarks).toBe(true);
    expect(visibleTo(neighbour, published).seesRemarks).toBe(false);
  });
});
