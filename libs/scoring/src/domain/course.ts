import { areaOf, indicatorOf, type Instrument } from '@kompass/instrument';
import { own, Rejected } from '@kompass/kernel';
import type { EvaluationCommand, InterviewCommand } from './evaluation.commands.js';
import type { Evaluation, Status } from './evaluation.js';
import { phaseOf, type Phase } from './rounds/round.js';

/** Who may act: the administrator by system role (checked at the edge), the others by membership (checked here). */
type Who = 'admin' | 'assessor' | 'lead' | 'municipality';

/** What somebody wants, in contrast to what another context tells. */
type WantedCommand = Exclude<EvaluationCommand, InterviewCommand>;

/**
 * The course of an evaluation, one line a command: in which status it is allowed, in which phase of its area (to whom
 * acts; any where none is named), and to whom.
 * `open → draft → finalised → open (reopened, next edition) …`, `cancelled` from the first two
 */
export const course: {
  readonly [Type in WantedCommand['type']]: {
    readonly in: readonly Status[];
    readonly area?: readonly Phase[];
    readonly who: Who;
    /** Needs a certificate that holds: of the one who acts, or of the one to be assigned. */
    readonly certified?: true;
  };
} = {
  OpenEvaluation: { in: ['unopened'], who: 'admin' },
  AssignAssessor: { in: ['open'], who: 'admin', certified: true },
  ReleaseAssessor: { in: ['open'], who: 'admin' },
  SubmitArea: { in: ['open'], area: ['blind'], who: 'assessor', certified: true },
  RevealArea: { in: ['open'], area: ['blind', 'submitted', 'waiting'], who: 'lead' },
  ProposeScore: { in: ['open'], area: ['blind', 'revealed'], who: 'assessor', certified: true },
  AgreeScore: { in: ['open', 'draft'], area: ['revealed'], who: 'assessor', certified: true },
  AgreeArea: { in: ['open'], area: ['revealed'], who: 'assessor', certified: true },
  IssueDraft: { in: ['open'], who: 'lead' },
  WithdrawDraft: { in: ['draft'], who: 'lead' },
  MakeRemark: { in: ['draft'], who: 'municipality' },
  AnswerRemark: { in: ['draft'], who: 'assessor' },
  FinaliseEvaluation: { in: ['open', 'draft'], who: 'lead' },
  ReopenEvaluation: { in: ['finalised'], who: 'admin' },
  CancelEvaluation: { in: ['open', 'draft'], who: 'admin' },
  ErasePassage: { in: ['open', 'draft', 'finalised', 'cancelled'], who: 'admin' },
};

/**
 * Holds a command against the course.
 *
 * @throws Rejected `already-exists`, `evaluation-unknown` (also to those who may not know that it exists),
 *   `not-a-member`, `not-the-lead`, `not-the-municipality`, `wrong-state`
 */
export function followCourse(command: WantedCommand, state: Evaluation): void {
  const { in: allowed, who } = course[command.type];
  if (command.type === 'OpenEvaluation') {
    if (state.status !== 'unopened') throw new Rejected('already-exists');
    return;
  }
  if (state.status === 'unopened') throw new Rejected('evaluation-unknown');
  if ('municipality' in command) {
    const seen = state.status === 'draft' || state.finalisedEdition > 0;
    const theirs = command.municipality === state.opened?.municipality;
    if (!seen || (!theirs && state.finalisedEdition === 0)) throw new Rejected('evaluation-unknown');
    if (!theirs) throw new Rejected('not-the-municipality');
  }
  if (who !== 'admin' && 'by' in command) {
    const membership = own(state.assessors, command.by);
    if (!membership) throw new Rejected(state.finalisedEdition > 0 ? 'not-a-member' : 'evaluation-unknown');
    if (who === 'lead' && !membership.lead) throw new Rejected('not-the-lead');
  }
  if (!allowed.includes(state.status)) {
    throw new Rejected('wrong-state', { status: state.status, allowed: allowed.join(', ') });
  }
}

/**
 * Holds a command on an area, or on an indicator in one, against the phase of that area.
 *
 * @throws Rejected `unknown-area`, `unknown-indicator`, `already-revealed`, `already-submitted`, `not-revealed`
 */
export function followRound(command: WantedCommand, state: Evaluation, instrument: Instrument): void {
  const { area: allowed } = course[command.type];
  const area = areaNamedBy(command, instrument);
  if (!allowed || area === undefined || !('by' in command)) return;
  const phase = phaseOf(state, area, command.by);
  if (allowed.includes(phase)) return;
  const named = { value: area };
  if (phase === 'revealed') throw new Rejected('already-revealed', named);
  if (phase === 'submitted' && allowed.includes('blind')) throw new Rejected('already-submitted', named);
  throw new Rejected('not-revealed', named);
}

/** @throws Rejected `not-certified` where a certificate is needed and none holds */
export function demandCertificate(command: WantedCommand, isCertified: boolean | undefined): void {
  if (!course[command.type].certified || isCertified !== false) return;
  const value = 'accountId' in command ? command.accountId : 'by' in command ? command.by : undefined;
  throw new Rejected('not-certified', { value });
}

function areaNamedBy(command: WantedCommand, instrument: Instrument): string | undefined {
  if ('area' in command) return areaOf(instrument, command.area).id;
  return 'indicator' in command ? indicatorOf(instrument, command.indicator).area.id : undefined;
}
