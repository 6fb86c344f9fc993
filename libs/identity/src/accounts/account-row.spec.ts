import { describe, expect, it } from '@jest/globals';
import { personChanged, shownAccount, withCertificate, type AccountRow } from './account-row.js';

const row: AccountRow = {
  id: 'lead',
  email: 'lead@kompass.example',
  name: 'Assessor A',
  roles: ['assessor'],
  municipality: null,
  certificates: [{ from: '2010-01-01' }],
  password_hash: '$argon2id$…',
  disabled: false,
  version: 3,
};

describe('an account', () => {
  it('is shown without its password', () => {
    expect(JSON.stringify(shownAccount(row))).not.toContain('argon2');
    expect(shownAccount(row)).not.toHaveProperty('version');
  });

  it('is told to other contexts with its version, by which the newest wins', () => {
    expect(personChanged(row, '2017-09-14T10:00:00.000Z', 'c-1')).toMatchObject({
      topic: 'kompass.people.v1',
      type: 'PersonChanged',
      key: 'lead',
      version: 3,
      data: { name: 'Assessor A', roles: ['assessor'], certificates: [{ from: '2010-01-01' }] },
    });
  });

  it('is told without roles while it is disabled', () => {
    const disabled = { ...row, disabled: true };
    expect(personChanged(disabled, '2017-09-14T10:00:00.000Z', 'c-1').data).toMatchObject({ roles: [] });
  });
});

describe('certificates', () => {
  it('are added in the order of time, and ended by one that begins on the same day', () => {
    const added = withCertificate([{ from: '2017-01-01' }], { from: '2010-01-01' });
    expect(added).toEqual([{ from: '2010-01-01' }, { from: '2017-01-01' }]);
    expect(withCertificate(added, { from: '2010-01-01', to: '2016-12-31' })).toEqual([
      { from: '2010-01-01', to: '2016-12-31' },
      { from: '2017-01-01' },
    ]);
  });
});
