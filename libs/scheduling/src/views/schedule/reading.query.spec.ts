import { describe, expect, it } from '@jest/globals';
import type { Reader } from '@kompass/http';
import { scheduleOpened } from '../../domain/schedule.fixtures.js';
import { readingOf, type Reading } from './reading.query.js';

const schedule = { about: scheduleOpened().data, assessors: { lead: { lead: true } }, published: false };

const readers: Readonly<Record<string, Reader>> = {
  admin: { accountId: 'admin', roles: ['admin'] },
  auditor: { accountId: 'auditor', roles: ['auditor'] },
  member: { accountId: 'lead', roles: ['assessor'] },
  'assessor of others': { accountId: 'stranger', roles: ['assessor'] },
  'one who is named as every object names its maker': { accountId: 'constructor', roles: ['assessor'] },
  'member who lost the role': { accountId: 'lead', roles: ['reader'] },
  municipality: { accountId: 'contact', roles: ['municipality'], municipality: 'roros' },
  anybody: 'anybody',
};

describe('reading a schedule', () => {
  it.each<[keyof typeof readers, Reading, Reading]>([
    // who                        while open   once finalised (also while reopened)
    ['admin', 'working', 'working'],
    ['auditor', 'working', 'working'],
    ['member', 'working', 'working'],
    ['assessor of others', 'nothing', 'published'],
    ['one who is named as every object names its maker', 'nothing', 'published'],
    ['member who lost the role', 'nothing', 'published'],
    ['municipality', 'nothing', 'published'],
    ['anybody', 'nothing', 'published'],
  ])('%s: %s while open, %s once finalised', (who, open, finalised) => {
    expect(readingOf(readers[who]!, schedule)).toBe(open);
    expect(readingOf(readers[who]!, { ...schedule, published: true })).toBe(finalised);
  });

  it('knows nothing of what does not exist, or was not heard of', () => {
    expect(readingOf(readers['admin']!, undefined)).toBe('nothing');
    expect(readingOf(readers['admin']!, { ...schedule, about: null, published: true })).toBe('nothing');
  });
});
