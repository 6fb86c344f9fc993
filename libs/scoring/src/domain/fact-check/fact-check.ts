import { areaOf, indicatorOf, type Instrument } from '@kompass/instrument';
import { Rejected, unreachable, type Recorded } from '@kompass/kernel';
import { demandComplete } from '../editions/completeness.js';
import { withoutDraft } from '../editions/editions.js';
import type { Evaluation } from '../evaluation.js';
import { slot } from '../slot.js';
import type { AnswerRemark, IssueDraft, MakeRemark, WithdrawDraft } from './fact-check.commands.js';
import type { FactCheckEvent } from './fact-check.events.js';
import { remarkOf } from './remarks.js';

type Events = readonly FactCheckEvent[];

/** @throws Rejected `no-fact-check`, `incomplete` with all that is missing */
export function issueDraft({ deadline }: IssueDraft, state: Evaluation, instrument: Instrument): Events {
  if (!state.opened!.factCheck) throw new Rejected('no-fact-check');
  demandComplete(state, instrument);
  return [{ type: 'DraftIssued', data: { edition: state.edition, deadline } }];
}

export function withdrawDraft({ reason }: WithdrawDraft): Events {
  return [{ type: 'DraftWithdrawn', data: { reason } }];
}

/** @throws Rejected `deadline-passed`, `unknown-passage`, `remark-text-required`, `evidence-required` */
export function makeRemark(command: MakeRemark, state: Evaluation, instrument: Instrument): Events {
  const { type: _type, municipality: _municipality, at, ...remark } = command;
  const { deadline } = state.draft!;
  if (Date.parse(at) > Date.parse(deadline)) throw new Rejected('deadline-passed', { deadline });
  demandPassage(remark.about, instrument);
  if (remark.kind === 'remark' && !remark.text) throw new Rejected('remark-text-required', { field: 'text' });
  if (remark.kind === 'document' && remark.evidenceIds.length === 0)
    throw new Rejected('evidence-required', { field: 'evidenceIds' });
  return [{ type: 'RemarkMade', data: remark }];
}

/** @throws Rejected `remark-unknown`, `already-answered` */
export function answerRemark({ remarkId, text }: AnswerRemark, state: Evaluation): Events {
  if (remarkOf(state, remarkId).value.answer) throw new Rejected('already-answered', { value: remarkId });
  return [{ type: 'RemarkAnswered', data: { remarkId, text } }];
}

/** Folds the draft, and what is said of it. */
export function evolveFactCheck(state: Evaluation, event: Recorded<FactCheckEvent>): Evaluation {
  switch (event.type) {
    case 'DraftIssued':
      return { ...state, status: 'draft', draft: { deadline: event.data.deadline } };
    case 'DraftWithdrawn':
      return { ...withoutDraft(state), status: 'open' };
    case 'RemarkMade': {
      const { remarkId, ...remark } = event.data;
      return { ...state, remarks: { ...state.remarks, [remarkId]: slot(remark, event) } };
    }
    case 'RemarkAnswered': {
      const { remarkId, text } = event.data;
      const remark = remarkOf(state, remarkId);
      const answered = { ...remark, value: { ...remark.value, answer: slot(text, event) } };
      return { ...state, remarks: { ...state.remarks, [remarkId]: answered } };
    }
    default:
      return unreachable(event);
  }
}

/** @throws Rejected `unknown-area`, `unknown-indicator` where a passage of the scores does not exist */
function demandPassage(about: string, instrument: Instrument): void {
  const [kind, part = ''] = about.split('/');
  if (kind === 'agreement') indicatorOf(instrument, part);
  if (kind === 'area') areaOf(instrument, part);
}
