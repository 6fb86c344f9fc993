import { describe, expect, it } from '@jest/globals';
import type { Reader } from '@kompass/http';
import { readingOf, type Reading } from './reading.query.js';

const access = { evaluation_id: 'roros-2017', municipality: 'roros', members: ['lead'], published: false };

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
    expect(readingOf(readers[who]!, access)).toBe(open);
    expect(readingOf(readers[who]!, { ...access, published: true })).toBe(finalised);
  });

  it('knows nothing of what does not exist', () => {
    expect(readingOf(readers['admin']!, undefined)).toBe('nothing');
  });
});
