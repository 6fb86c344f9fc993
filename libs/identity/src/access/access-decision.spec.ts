import { describe, expect, it } from '@jest/globals';
import { routes, type RouteId, type SystemRole } from '@kompass/contracts';
import type { Reader } from '@kompass/http';
import { decideAccess, type AccessDecision } from './access-decision.js';

/** Every route × every role, as the roles of the method say. */
const expected = `
  route                 anybody  reader  municipality  auditor  assessor  admin
  signIn                yes      yes     yes           yes      yes       yes
  signOut               401      yes     yes           yes      yes       yes
  acceptInvitation      yes      yes     yes           yes      yes       yes
  listAccounts          401      yes     yes           yes      yes       yes
  createAccount         401      403     403           403      403       yes
  changeAccount         401      403     403           403      403       yes
  eraseAccount          401      403     403           403      403       yes
  inviteAccount         401      403     403           403      403       yes
  listInstruments       yes      yes     yes           yes      yes       yes
  readInstrument        yes      yes     yes           yes      yes       yes
  publishInstrument     401      403     403           403      403       yes
  listMunicipalities    yes      yes     yes           yes      yes       yes
  readMunicipality      yes      yes     yes           yes      yes       yes
  registerMunicipality  401      403     403           403      403       yes
  compareYears          yes      yes     yes           yes      yes       yes
  listResults           yes      yes     yes           yes      yes       yes
  readResult            yes      yes     yes           yes      yes       yes
  recordResult          401      403     403           403      403       yes
  listEvaluations       yes      yes     yes           yes      yes       yes
  openEvaluation        401      403     403           403      403       yes
  readEvaluation        yes      yes     yes           yes      yes       yes
  assignAssessor        401      403/404 403/404       403/404  403/404   yes
  releaseAssessor       401      403/404 403/404       403/404  403/404   yes
  readIndicator         401      404     404           yes      yes       yes
  proposeScore          401      403/404 403/404       403/404  yes       403/404
  proposeScores         401      403/404 403/404       403/404  yes       403/404
  submitArea            401      403/404 403/404       403/404  yes       403/404
  revealArea            401      403/404 403/404       403/404  yes       403/404
  agreeScore            401      403/404 403/404       403/404  yes       403/404
  agreeArea             401      403/404 403/404       403/404  yes       403/404
  readDisagreements     401      404     404           yes      yes       yes
  issueDraft            401      403/404 403/404       403/404  yes       403/404
  withdrawDraft         401      403/404 403/404       403/404  yes       403/404
  listRemarks           401      404     yes           yes      yes       yes
  makeRemark            401      403/404 yes           403/404  403/404   403/404
  answerRemark          401      403/404 403/404       403/404  yes       403/404
  finaliseEvaluation    401      403/404 403/404       403/404  yes       403/404
  reopenEvaluation      401      403/404 403/404       403/404  403/404   yes
  cancelEvaluation      401      403/404 403/404       403/404  403/404   yes
  erasePassage          401      403/404 403/404       403/404  403/404   yes
  readTotals            yes      yes     yes           yes      yes       yes
  listEvidence          401      404     404           yes      yes       yes
  readAudit             401      404     404           yes      yes       yes
  replayEvaluation      401      404     404           yes      yes       yes
  diffEvaluation        401      404     404           yes      yes       yes
  proveEvaluation       yes      yes     yes           yes      yes       yes
  readPlan              401      404     404           yes      yes       yes
  changePlan            401      403/404 403/404       403/404  yes       403/404
  giveAvailability      401      403/404 403/404       403/404  yes       403/404
  listInvitees          401      404     404           yes      yes       yes
  invitePerson          401      403/404 403/404       403/404  yes       403/404
  eraseInvitee          401      403/404 403/404       403/404  yes       yes
  listInterviews        401      404     404           yes      yes       yes
  bookInterview         401      403/404 403/404       403/404  yes       403/404
  moveInterview         401      403/404 403/404       403/404  yes       403/404
  cancelInterview       401      403/404 403/404       403/404  yes       403/404
  holdInterview         401      403/404 403/404       403/404  yes       403/404
  readCoverage          401      404     404           yes      yes       yes
  readCalendar          401      404     404           yes      yes       yes
  listCalendarFeeds     401      403     403           403      yes       403
  createCalendarFeed    401      403     403           403      yes       403
  revokeCalendarFeed    401      403     403           403      yes       403
  readCalendarFeed      yes      yes     yes           yes      yes       yes
  listProjections       401      403     403           403      403       yes
  rebuildProjection     401      403     403           403      403       yes
  listParked            401      403     403           403      403       yes
  readParked            401      403     403           403      403       yes
  retryParked           401      403     403           403      403       yes
  skipParked            401      403     403           403      403       yes
  listRelays            401      403     403           403      403       yes
  rewindRelay           401      403     403           403      403       yes
  rewindPeople          401      403     403           403      403       yes
  rotateTokenKeys       401      403     403           403      403       yes
  readTokenKeys         yes      yes     yes           yes      yes       yes
  checkHealth           yes      yes     yes           yes      yes       yes
  checkReadiness        yes      yes     yes           yes      yes       yes
  readMetrics           yes      yes     yes           yes      yes       yes
  readOpenApi           yes      yes     yes           yes      yes       yes
`;

const [heading, ...lines] = expected.trim().split('\n');
const roles = heading!.trim().split(/\s+/).slice(1) as ('anybody' | SystemRole)[];
const cells = lines.flatMap((line) => {
  const [route, ...statuses] = line.trim().split(/\s+/);
  return roles.map((role, column) => [route as RouteId, role, statuses[column]!] as const);
});

const shown: Readonly<Record<AccessDecision, string>> = {
  allowed: 'yes',
  unauthenticated: '401',
  forbidden: '403',
  hidden: '404',
  'forbidden-if-seen': '403/404',
};

function readerWith(...roles: SystemRole[]): Reader {
  return { accountId: 'somebody', roles };
}

describe('who may use a route', () => {
  it.each(cells)('%s by %s: %s', (route, role, status) => {
    const reader = role === 'anybody' ? role : readerWith(role);
    expect(shown[decideAccess(routes[route].access, reader)]).toBe(status);
  });

  it('is said of every route', () => {
    expect(new Set(cells.map(([route]) => route))).toEqual(new Set(Object.keys(routes)));
  });

  it('is the sum of an account’s roles, and nothing for one without', () => {
    expect(decideAccess(routes.proposeScore.access, readerWith('auditor', 'assessor'))).toBe('allowed');
    expect(decideAccess(routes.createAccount.access, readerWith())).toBe('forbidden');
    expect(decideAccess(routes.readAudit.access, readerWith())).toBe('hidden');
  });
});
