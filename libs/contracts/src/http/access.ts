/** What an account may be; the lead of an evaluation is a membership, not a role. */
export const systemRoles = ['admin', 'assessor', 'auditor', 'municipality', 'reader'] as const;
export type SystemRole = (typeof systemRoles)[number];

/** Who may use a route. */
export interface Access {
  /** By system role; `signed-in` is any account. */
  readonly who: 'anybody' | 'signed-in' | readonly SystemRole[];
  /**
   * What a route of one evaluation shows: `published` also to everybody once it is finalised, `evaluation` never.
   * Who may not read it is told 404.
   */
  readonly reads?: 'evaluation' | 'published';
  /**
   * As whom a route of one evaluation acts. Membership is held by the evaluation itself.
   * Who lacks the role is told 403 where they may see the evaluation, else 404.
   */
  readonly does?: 'admin' | 'assessor' | 'lead' | 'municipality';
  /** Whoever asks: neither a session that has ended nor a missing token stands in the way. */
  readonly ignoresSession?: true;
}

const anybody: Access = { who: 'anybody' };
const whoever: Access = { who: 'anybody', ignoresSession: true };
const signedIn: Access = { who: 'signed-in' };
const admin: Access = { who: ['admin'] };
const readsPublished: Access = { who: 'anybody', reads: 'published' };
const readsEvaluation: Access = { who: ['admin', 'assessor', 'auditor'], reads: 'evaluation' };
const doesAsAdmin: Access = { who: ['admin'], does: 'admin' };
const doesAsAssessor: Access = { who: ['assessor'], does: 'assessor' };
const doesAsMunicipality: Access = { who: ['municipality'], does: 'municipality' };
const doesAsLead: Access = { who: ['assessor'], does: 'lead' };

/** The roles: one line a route. */
export const access = {
  signIn: whoever,
  signOut: signedIn,
  acceptInvitation: whoever,
  listAccounts: signedIn, // an administrator sees all, others their own
  createAccount: admin,
  changeAccount: admin,
  eraseAccount: admin,
  inviteAccount: admin,

  listInstruments: anybody,
  readInstrument: anybody,
  publishInstrument: admin,
  listMunicipalities: anybody,
  readMunicipality: anybody,
  registerMunicipality: admin,
  compareYears: anybody,
  listResults: anybody,
  readResult: anybody,
  recordResult: admin,

  listEvaluations: anybody, // everybody sees those they may read
  openEvaluation: admin,
  readEvaluation: readsPublished,
  assignAssessor: doesAsAdmin,
  releaseAssessor: doesAsAdmin,
  readIndicator: readsEvaluation,
  proposeScore: doesAsAssessor,
  proposeScores: doesAsAssessor,
  submitArea: doesAsAssessor,
  revealArea: doesAsLead,
  agreeScore: doesAsAssessor,
  agreeArea: doesAsAssessor,
  readDisagreements: readsEvaluation,
  issueDraft: doesAsLead,
  withdrawDraft: doesAsLead,
  listRemarks: { who: ['admin', 'assessor', 'auditor', 'municipality'], reads: 'evaluation' },
  makeRemark: doesAsMunicipality,
  answerRemark: doesAsAssessor,
  finaliseEvaluation: doesAsLead,
  reopenEvaluation: doesAsAdmin,
  cancelEvaluation: doesAsAdmin,
  erasePassage: doesAsAdmin,
  readTotals: readsPublished,
  listEvidence: readsEvaluation,
  readAudit: readsEvaluation,
  replayEvaluation: readsEvaluation,
  diffEvaluation: readsEvaluation,
  proveEvaluation: readsPublished,

  readPlan: readsEvaluation,
  changePlan: doesAsLead,
  giveAvailability: doesAsAssessor,
  listInvitees: readsEvaluation,
  invitePerson: doesAsAssessor,
  eraseInvitee: { who: ['admin', 'assessor'], does: 'assessor' }, // an administrator is no member, and erases
  listInterviews: readsEvaluation,
  bookInterview: doesAsAssessor,
  moveInterview: doesAsAssessor,
  cancelInterview: doesAsAssessor,
  holdInterview: doesAsAssessor,
  readCoverage: readsEvaluation,
  readCalendar: readsEvaluation,
  listCalendarFeeds: { who: ['assessor'] },
  createCalendarFeed: { who: ['assessor'] },
  revokeCalendarFeed: { who: ['assessor'] },
  readCalendarFeed: anybody, // who knows its secret

  listProjections: admin,
  rebuildProjection: admin,
  listParked: admin,
  readParked: admin,
  retryParked: admin,
  skipParked: admin,
  listRelays: admin,
  rewindRelay: admin,
  rewindPeople: admin,

  rotateTokenKeys: admin,

  readTokenKeys: whoever,
  checkHealth: whoever,
  checkReadiness: whoever,
  readMetrics: whoever,
  readOpenApi: anybody,
} as const satisfies Readonly<Record<string, Access>>;

export type RouteId = keyof typeof access;
