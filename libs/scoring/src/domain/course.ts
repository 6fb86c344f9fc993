import { own, Rejected } from '@kompass/kernel';
import type { EvaluationCommand, InterviewCommand } from './evaluation.commands.js';
import type { Evaluation, Status } from './evaluation.js';

/** Who may act: the administrator by system role (checked at the edge), the others by membership (checked here). */
type Who = 'admin' | 'assessor' | 'lead';

/** What somebody wants, in contrast to what another context tells. */
type WantedCommand = Exclude<EvaluationCommand, InterviewCommand>;

/**
 * The course of an evaluation, one line a command: in which status it is allowed, and to whom.
 * `open → finalised → open (reopened, next edition) …`
 */
export const course: {
  readonly [Type in WantedCommand['type']]: { readonly in: readonly Status[]; readonly who: Who };
} = {
  OpenEvaluation: { in: ['unopened'], who: 'admin' },
  AssignAssessor: { in: ['open'], who: 'admin' },
  ReleaseAssessor: { in: ['open'], who: 'admin' },
  ProposeScore: { in: ['open'], who: 'assessor' },
  AgreeScore: { in: ['open'], who: 'assessor' },
  AgreeArea: { in: ['open'], who: 'assessor' },
  FinaliseEvaluation: { in: ['open'], who: 'lead' },
  ReopenEvaluation: { in: ['finalised'], who: 'admin' },
};

/**
 * Holds a command against the course.
 *
 * @throws Rejected `already-exists`, `evaluation-unknown` (also to those who may not know that it exists),
 *   `not-a-member`, `not-the-lead`, `wrong-state`
 */
export function followCourse(command: WantedCommand, state: Evaluation): void {
  const { in: allowed, who } = course[command.type];
  if (command.type === 'OpenEvaluation') {
    if (state.status !== 'unopened') throw new Rejected('already-exists');
    return;
  }
  if (state.status === 'unopened') throw new Rejected('evaluation-unknown');
  if (who !== 'admin' && 'by' in command) {
    const membership = own(state.assessors, command.by);
    if (!membership) throw new Rejected(state.finalisedEdition > 0 ? 'not-a-member' : 'evaluation-unknown');
    if (who === 'lead' && !membership.lead) throw new Rejected('not-the-lead');
  }
  if (!allowed.includes(state.status)) {
    throw new Rejected('wrong-state', { status: state.status, allowed: allowed.join(', ') });
  }
}
