import type { Instrument } from '@kompass/instrument';
import { Rejected, unreachable, type Decider } from '@kompass/kernel';
import { demandCertificate, followCourse, followRound } from './course.js';
import { cancel, finalise, reopen } from './editions/editions.js';
import type { EvaluationCommand } from './evaluation.commands.js';
import type { EvaluationEvent } from './evaluation.events.js';
import { evolve, unopened, type Evaluation } from './evaluation.js';
import { erasePassage } from './erasure/erasure.js';
import { answerRemark, issueDraft, makeRemark, withdrawDraft } from './fact-check/fact-check.js';
import { hearOfInterview, isInterviewCommand } from './interviews/interviews.js';
import { assign, open, release } from './opening/opening.js';
import { reveal, submit } from './rounds/rounds.js';
import { agree, agreeByRule } from './scores/agree.js';
import { propose } from './scores/propose.js';

/** What `decide` looks up. */
export interface EvaluationReference {
  /** Named by the command (opening) or the state; none where there is no evaluation. */
  readonly instrument: Instrument | undefined;
  /** Of the account that is to be assigned, or that scores; what is undefined nobody told of (yet). */
  readonly isAssessor?: boolean | undefined;
  /** Whether it holds a certificate today. */
  readonly isCertified?: boolean | undefined;
  /** The municipality it is bound to. */
  readonly boundTo?: string | undefined;
}

/** One evaluation of one municipality: the consistency boundary of scoring. */
export const evaluationDecider: Decider<EvaluationCommand, Evaluation, EvaluationEvent, EvaluationReference> =
  {
    initial: unopened,
    evolve,
    decide(command, state, { instrument, isAssessor, isCertified, boundTo }) {
      if (isInterviewCommand(command)) return hearOfInterview(command, state);
      followCourse(command, state);
      if (!instrument) throw new Rejected('not-yet-known', { field: 'instrument' });
      followRound(command, state, instrument);
      demandCertificate(command, isCertified);
      switch (command.type) {
        case 'OpenEvaluation':
          return open(command, instrument);
        case 'AssignAssessor':
          return assign(command, state, instrument, { isAssessor, boundTo });
        case 'ReleaseAssessor':
          return release(command, state);
        case 'SubmitArea':
          return submit(command, state, instrument);
        case 'RevealArea':
          return reveal(command);
        case 'ProposeScore':
          return propose(command, state, instrument);
        case 'AgreeScore':
          return agree(command, state, instrument);
        case 'AgreeArea':
          return agreeByRule(command, state, instrument);
        case 'FinaliseEvaluation':
          return finalise(command, state, instrument);
        case 'ReopenEvaluation':
          return reopen(command, state);
        case 'CancelEvaluation':
          return cancel(command);
        case 'IssueDraft':
          return issueDraft(command, state, instrument);
        case 'WithdrawDraft':
          return withdrawDraft(command);
        case 'MakeRemark':
          return makeRemark(command, state, instrument);
        case 'AnswerRemark':
          return answerRemark(command, state);
        case 'ErasePassage':
          return erasePassage(command);
        default:
          return unreachable(command);
      }
    },
  };
