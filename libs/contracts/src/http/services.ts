import type { RouteId } from './access.js';

/** The services behind the gateway, each a process of its own where the contexts run apart. */
export const services = ['scheduling', 'scoring', 'reporting'] as const;
export type Service = (typeof services)[number];

/**
 * Who answers a route: one service; the gateway itself; of what every service has of its own (`each`) all of them,
 * their lists put together, or (`named`) the one whose context the first parameter of the path names.
 */
export type Answerer = Service | 'gateway' | 'each' | 'named';

/** One line a route. */
export const serviceOf = {
  signIn: 'gateway',
  signOut: 'gateway',
  acceptInvitation: 'gateway',
  listAccounts: 'gateway',
  createAccount: 'gateway',
  changeAccount: 'gateway',
  eraseAccount: 'gateway',
  inviteAccount: 'gateway',

  listInstruments: 'scoring',
  readInstrument: 'scoring',
  publishInstrument: 'scoring',
  listMunicipalities: 'scoring',
  readMunicipality: 'scoring',
  registerMunicipality: 'scoring',
  compareYears: 'reporting',
  listResults: 'reporting',
  readResult: 'reporting',
  recordResult: 'reporting',

  listEvaluations: 'scoring',
  openEvaluation: 'scoring',
  readEvaluation: 'scoring',
  assignAssessor: 'scoring',
  releaseAssessor: 'scoring',
  readIndicator: 'scoring',
  proposeScore: 'scoring',
  proposeScores: 'scoring',
  submitArea: 'scoring',
  revealArea: 'scoring',
  agreeScore: 'scoring',
  agreeArea: 'scoring',
  readDisagreements: 'scoring',
  issueDraft: 'scoring',
  withdrawDraft: 'scoring',
  listRemarks: 'scoring',
  makeRemark: 'scoring',
  answerRemark: 'scoring',
  finaliseEvaluation: 'scoring',
  reopenEvaluation: 'scoring',
  cancelEvaluation: 'scoring',
  erasePassage: 'scoring',
  readTotals: 'scoring',
  listEvidence: 'scoring',
  readAudit: 'scoring',
  replayEvaluation: 'scoring',
  diffEvaluation: 'scoring',
  proveEvaluation: 'scoring',

  readPlan: 'scheduling',
  changePlan: 'scheduling',
  giveAvailability: 'scheduling',
  listInvitees: 'scheduling',
  invitePerson: 'scheduling',
  eraseInvitee: 'scheduling',
  listInterviews: 'scheduling',
  bookInterview: 'scheduling',
  moveInterview: 'scheduling',
  cancelInterview: 'scheduling',
  holdInterview: 'scheduling',
  readCoverage: 'scheduling',
  readCalendar: 'scheduling',
  listCalendarFeeds: 'scheduling',
  createCalendarFeed: 'scheduling',
  revokeCalendarFeed: 'scheduling',
  readCalendarFeed: 'scheduling',

  listProjections: 'each',
  rebuildProjection: 'named',
  listParked: 'each',
  readParked: 'named',
  retryParked: 'named',
  skipParked: 'named',
  listRelays: 'each',
  rewindRelay: 'named',
  rewindPeople: 'gateway',

  rotateTokenKeys: 'gateway',

  readTokenKeys: 'gateway',
  checkHealth: 'gateway',
  checkReadiness: 'gateway',
  readMetrics: 'gateway',
  readOpenApi: 'gateway',
} as const satisfies Readonly<Record<RouteId, Answerer>>;

/** Where a context runs: `scoring.area-total`, `register.municipality` and the like name theirs. */
export const serviceOfContext: Readonly<Record<string, Service>> = {
  register: 'scoring',
  scheduling: 'scheduling',
  scoring: 'scoring',
  reporting: 'reporting',
};
