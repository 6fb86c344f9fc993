import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { routes, type Problem, type RouteId } from '@kompass/contracts';
import { loadDemo, readDemoFigures } from '@kompass/demo';
import { Kompass } from './kompass.js';
import { accounts, type Who } from './support/accounts.js';
import {
  caughtUpWith,
  openAgreedEvaluation,
  openEvaluation,
  openProposedEvaluation,
} from './support/open-evaluation.js';
import { requests } from './support/requests.js';

/*
 * Who may do what: a route a line, and the status each gets for a valid request.
 *
 * `municipality` is the contact of the municipality that is evaluated, `neighbour` of another; `assessor` and `lead`
 * are the members of the evaluation, `outsider` is an assessor and no member. What may not be read is 404, what may
 * be seen and not done 403, what somebody may do at another time 409.
 */

const anywhere = `
                      anybody reader municipality neighbour outsider auditor admin assessor lead
  signIn                  201    201          201       201      201     201   201      201  201
  signOut                 401    204          204       204      204     204   204      204  204
  acceptInvitation        204    204          204       204      204     204   204      204  204
  listAccounts            401    200          200       200      200     200   200      200  200
  createAccount           401    403          403       403      403     403   201      403  403
  changeAccount           401    403          403       403      403     403   200      403  403
  eraseAccount            401    403          403       403      403     403   204      403  403
  inviteAccount           401    403          403       403      403     403   201      403  403
  listInstruments         200    200          200       200      200     200   200      200  200
  readInstrument          200    200          200       200      200     200   200      200  200
  publishInstrument       401    403          403       403      403     403   201      403  403
  listMunicipalities      200    200          200       200      200     200   200      200  200
  readMunicipality        200    200          200       200      200     200   200      200  200
  registerMunicipality    401    403          403       403      403     403   201      403  403
  compareYears            200    200          200       200      200     200   200      200  200
  listResults             200    200          200       200      200     200   200      200  200
  readResult              200    200          200       200      200     200   200      200  200
  recordResult            401    403          403       403      403     403   201      403  403
  listEvaluations         200    200          200       200      200     200   200      200  200
  openEvaluation          401    403          403       403      403     403   201      403  403
  listCalendarFeeds       401    403          403       403      200     403   403      200  200
  createCalendarFeed      401    403          403       403      201     403   403      201  201
  revokeCalendarFeed      401    403          403       403      404     403   403      404  204
  readCalendarFeed        200    200          200       200      200     200   200      200  200
  listProjections         401    403          403       403      403     403   200      403  403
  rebuildProjection       401    403          403       403      403     403   202      403  403
  listParked              401    403          403       403      403     403   200      403  403
  readParked              401    403          403       403      403     403   200      403  403
  retryParked             401    403          403       403      403     403   200      403  403
  skipParked              401    403          403       403      403     403   200      403  403
  listRelays              401    403          403       403      403     403   200      403  403
  rewindRelay             401    403          403       403      403     403   202      403  403
  rewindPeople            401    403          403       403      403     403   202      403  403
  rotateTokenKeys         401    403          403       403      403     403   201      403  403
  readTokenKeys           200    200          200       200      200     200   200      200  200
  checkHealth             200    200          200       200      200     200   200      200  200
  checkReadiness          200    200          200       200      200     200   200      200  200
  readMetrics             200    200          200       200      200     200   200      200  200
  readOpenApi             200    200          200       200      200     200   200      200  200
`;

/** Its last cell finalises the evaluation. */
const open = `
                      anybody reader municipality neighbour outsider auditor admin assessor lead
  readEvaluation          404    404          404       404      404     200   200      200  200
  readTotals              404    404          404       404      404     200   200      200  200
  proveEvaluation         404    404          404       404      404     200   200      200  200
  readIndicator           401    404          404       404      404     200   200      200  200
  listEvidence            401    404          404       404      404     200   200      200  200
  readCalendar            401    404          404       404      404     200   200      200  200
  readPlan                401    404          404       404      404     200   200      200  200
  listInvitees            401    404          404       404      404     200   200      200  200
  listInterviews          401    404          404       404      404     200   200      200  200
  readCoverage            401    404          404       404      404     200   200      200  200
  changePlan              401    404          404       404      404     403   403      403  200
  giveAvailability        401    404          404       404      404     403   403      200  200
  invitePerson            401    404          404       404      404     403   403      201  201
  eraseInvitee            401    404          404       404      404     403   200      200  200
  bookInterview           401    404          404       404      404     403   403      201  201
  moveInterview           401    404          404       404      404     403   403      200  200
  cancelInterview         401    404          404       404      404     403   403      200  200
  holdInterview           401    404          404       404      404     403   403      200  200
  readAudit               401    404          404       404      404     200   200      200  200
  replayEvaluation        401    404          404       404      404     200   200      200  200
  diffEvaluation          401    404          404       404      404     200   200      200  200
  assignAssessor          401    404          404       404      404     403   201      403  403
  releaseAssessor         401    404          404       404      404     403   200      403  403
  proposeScore            401    404          404       404      404     403   403      201  201
  proposeScores           401    404          404       404      404     403   403      200  200
  submitArea              401    404          404       404      404     403   403      409  409
  revealArea              401    404          404       404      404     403   403      403  409
  agreeScore              401    404          404       404      404     403   403      200  200
  agreeArea               401    404          404       404      404     403   403      200  200
  readDisagreements       401    404          404       404      404     200   200      200  200
  issueDraft              401    404          404       404      404     403   403      403  409
  withdrawDraft           401    404          404       404      404     403   403      403  409
  listRemarks             401    404          404       404      404     200   200      200  200
  makeRemark              401    404          404       404      404     403   403      403  403
  answerRemark            401    404          404       404      404     403   403      409  409
  erasePassage            401    404          404       404      404     403   200      403  403
  reopenEvaluation        401    404          404       404      404     403   409      403  403
  finaliseEvaluation      401    404          404       404      404     403   403      403  200
`;

/** Its last line reopens the evaluation. */
const finalised = `
                      anybody reader municipality neighbour outsider auditor admin assessor lead
  readEvaluation          200    200          200       200      200     200   200      200  200
  readTotals              200    200          200       200      200     200   200      200  200
  proveEvaluation         200    200          200       200      200     200   200      200  200
  readIndicator           401    404          404       404      404     200   200      200  200
  listEvidence            401    404          404       404      404     200   200      200  200
  readCalendar            401    404          404       404      404     200   200      200  200
  readPlan                401    404          404       404      404     200   200      200  200
  listInvitees            401    404          404       404      404     200   200      200  200
  listInterviews          401    404          404       404      404     200   200      200  200
  readCoverage            401    404          404       404      404     200   200      200  200
  changePlan              401    403          403       403      403     403   403      403  409
  giveAvailability        401    403          403       403      403     403   403      409  409
  invitePerson            401    403          403       403      403     403   403      409  409
  eraseInvitee            401    403          403       403      403     403   200      200  200
  bookInterview           401    403          403       403      403     403   403      409  409
  moveInterview           401    403          403       403      403     403   403      409  409
  cancelInterview         401    403          403       403      403     403   403      409  409
  holdInterview           401    403          403       403      403     403   403      409  409
  readAudit               401    404          404       404      404     200   200      200  200
  replayEvaluation        401    404          404       404      404     200   200      200  200
  diffEvaluation          401    404          404       404      404     200   200      200  200
  assignAssessor          401    403          403       403      403     403   409      403  403
  releaseAssessor         401    403          403       403      403     403   409      403  403
  proposeScore            401    403          403       403      403     403   403      409  409
  proposeScores           401    403          403       403      403     403   403      409  409
  submitArea              401    403          403       403      403     403   403      409  409
  revealArea              401    403          403       403      403     403   403      403  409
  agreeScore              401    403          403       403      403     403   403      409  409
  agreeArea               401    403          403       403      403     403   403      409  409
  readDisagreements       401    404          404       404      404     200   200      200  200
  issueDraft              401    403          403       403      403     403   403      403  409
  withdrawDraft           401    403          403       403      403     403   403      403  409
  listRemarks             401    404          200       404      404     200   200      200  200
  makeRemark              401    403          409       403      403     403   403      403  403
  answerRemark            401    403          403       403      403     403   403      409  409
  erasePassage            401    403          403       403      403     403   200      403  403
  finaliseEvaluation      401    403          403       403      403     403   403      403  409
  reopenEvaluation        401    403          403       403      403     403   200      403  403
`;

/** Its last cell finalises the next edition. */
const reopened = `
                      anybody reader municipality neighbour outsider auditor admin assessor lead
  readEvaluation          200    200          200       200      200     200   200      200  200
  readTotals              200    200          200       200      200     200   200      200  200
  proveEvaluation         200    200          200       200      200     200   200      200  200
  readIndicator           401    404          404       404      404     200   200      200  200
  listEvidence            401    404          404       404      404     200   200      200  200
  readCalendar            401    404          404       404      404     200   200      200  200
  readPlan                401    404          404       404      404     200   200      200  200
  listInvitees            401    404          404       404      404     200   200      200  200
  listInterviews          401    404          404       404      404     200   200      200  200
  readCoverage            401    404          404       404      404     200   200      200  200
  changePlan              401    403          403       403      403     403   403      403  200
  giveAvailability        401    403          403       403      403     403   403      200  200
  invitePerson            401    403          403       403      403     403   403      201  201
  eraseInvitee            401    403          403       403      403     403   200      200  200
  bookInterview           401    403          403       403      403     403   403      201  201
  moveInterview           401    403          403       403      403     403   403      200  200
  cancelInterview         401    403          403       403      403     403   403      200  200
  holdInterview           401    403          403       403      403     403   403      200  200
  readAudit               401    404          404       404      404     200   200      200  200
  replayEvaluation        401    404          404       404      404     200   200      200  200
  diffEvaluation          401    404          404       404      404     200   200      200  200
  assignAssessor          401    403          403       403      403     403   201      403  403
  releaseAssessor         401    403          403       403      403     403   200      403  403
  proposeScore            401    403          403       403      403     403   403      201  201
  proposeScores           401    403          403       403      403     403   403      200  200
  submitArea              401    403          403       403      403     403   403      409  409
  revealArea              401    403          403       403      403     403   403      403  409
  agreeScore              401    403          403       403      403     403   403      200  200
  agreeArea               401    403          403       403      403     403   403      200  200
  readDisagreements       401    404          404       404      404     200   200      200  200
  issueDraft              401    403          403       403      403     403   403      403  409
  withdrawDraft           401    403          403       403      403     403   403      403  409
  listRemarks             401    404          200       404      404     200   200      200  200
  makeRemark              401    403          409       403      403     403   403      403  403
  answerRemark            401    403          403       403      403     403   403      409  409
  erasePassage            401    403          403       403      403     403   200      403  403
  reopenEvaluation        401    403          403       403      403     403   409      403  403
  finaliseEvaluation      401    403          403       403      403     403   403      403  200
`;

/** Of an evaluation of its own, which it ends. */
const ending = `
                      anybody reader municipality neighbour outsider auditor admin assessor lead
  cancelEvaluation        401    404          404       404      404     403   200      403  403
`;

type Row = readonly [RouteId, ReadonlyMap<Who, number>];

function rowsOf(table: string): Row[] {
  const [header, ...lines] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  return lines.map(([route, ...statuses]) => [
    route as RouteId,
    new Map(statuses.map((status, index) => [header![index] as Who, Number(status)])),
  ]);
}

const worked = 'roros-2021';
const ofOneEvaluation = rowsOf(open).map(([route]) => route);
const endings = rowsOf(ending).map(([route]) => route);

describe('who may do what', () => {
  let kompass: Kompass;
  let number = 0;
  beforeAll(async () => {
    kompass = await Kompass.start();
    await loadDemo(kompass.demo);
    await openAgreedEvaluation(kompass, worked);
    await readDemoFigures(kompass.url, { wait: true });
  });
  afterAll(() => kompass.stop());
  beforeEach(() => caughtUpWith(kompass, worked));

  /** The status each gets, asking one after the other. */
  const statusesOf = async (
    route: RouteId,
    everyone: Iterable<Who>,
    evaluation = worked,
  ): Promise<Map<Who, number>> => {
    const statuses = new Map<Who, number>();
    for (const as of everyone) {
      number += 1;
      const question = await requests[route]({ kompass, evaluation, number });
      statuses.set(as, (await kompass.ask(routes[route], { as, ...question })).status);
    }
    return statuses;
  };

  it('is said of every route', () => {
    const said = [...rowsOf(anywhere), ...rowsOf(open), ...rowsOf(ending)].map(([route]) => route);
    expect(said.toSorted()).toEqual(Object.keys(routes).toSorted());
    for (const table of [finalised, reopened])
      expect(
        rowsOf(table)
          .map(([route]) => route)
          .toSorted(),
      ).toEqual(ofOneEvaluation.toSorted());
  });

  describe.each([
    ['anywhere', anywhere],
    ['in an evaluation that is open', open],
    ['in one that is finalised', finalised],
    ['in one that is reopened', reopened],
  ])('%s', (_, table) => {
    it.each(rowsOf(table))('%s', async (route, expected) => {
      expect(await statusesOf(route, expected.keys())).toEqual(expected);
    });
  });

  it.each(rowsOf(ending))('%s', async (route, expected) => {
    const id = `roros-ends-by-${route.toLowerCase()}`;
    await openEvaluation(kompass, id);
    await caughtUpWith(kompass, id);
    expect(await statusesOf(route, expected.keys(), id)).toEqual(expected);
  });

  describe('in an evaluation under way', () => {
    const hidden = 'roros-2024';
    beforeAll(() => openProposedEvaluation(kompass, hidden));

    it('is in the list of those who may read it', async () => {
      await caughtUpWith(kompass, hidden);
      const listing = async (as: Who) =>
        JSON.stringify((await kompass.ask(routes.listEvaluations, { as })).body);
      const everyone = [...rowsOf(open)[0]![1].keys()];
      const seeing = [];
      for (const who of everyone) if ((await listing(who)).includes(hidden)) seeing.push(who);
      expect(seeing).toEqual(['auditor', 'admin', 'assessor', 'lead']);
    });

    it.each([...ofOneEvaluation, ...endings])(
      '%s tells others what it tells where there is none',
      async (route) => {
        for (const as of ['reader', 'municipality', 'outsider'] as const) {
          const told = async (id: string) => {
            const question = await requests[route]({ kompass, evaluation: hidden, number });
            const { status, body } = await kompass.ask(routes[route], {
              as,
              ...question,
              params: { ...question.params, id },
            });
            const { correlationId: _, ...problem } = body as Problem;
            return [status, JSON.stringify(problem).replaceAll(id, 'it')];
          };
          expect(await told(hidden)).toEqual(await told('nowhere'));
          expect(await told(hidden)).toEqual([
            404,
            expect.stringContaining('"links":{"result":"/v1/results/it"}'),
          ]);
        }
      },
    );
  });

  it('shows an administrator every account, and others their own', async () => {
    const shown = async (as: Who) =>
      (await (await kompass.as(as)).call(routes.listAccounts)).items.map(({ id }) => id);
    expect(await shown('reader')).toEqual(['reader']);
    expect(await shown('lead')).toEqual(['lead']);
    expect(await shown('admin')).toEqual(expect.arrayContaining(accounts.map(({ id }) => id)));
  });
});
