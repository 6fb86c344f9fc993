import { describe, expect, it } from '@jest/globals';
import { Rejected } from '@kompass/kernel';
import { recorded } from '@kompass/testing';
import { course } from './course.js';
import { evaluationDecider } from './evaluation.decider.js';
import type { EvaluationCommand } from './evaluation.commands.js';
import type { EvaluationEvent } from './evaluation.events.js';
import {
  agreeScore,
  allAgreed,
  allCovered,
  areaProposed,
  assessorAssigned,
  blindUnderWay,
  draftIssued,
  evaluationFinalised,
  evaluationOpened,
  instrument,
  openEvaluation,
  proposeScore,
  remarkMade,
  scoreProposed,
  sealedText,
} from './evaluation.fixtures.js';
import { evolve, unopened } from './evaluation.js';

/*
 * The course of http.md, every command in every state as everybody: `+` it is done, `-` it is not the time, `!` it is not
 * theirs, `?` they may not know that the evaluation exists, `x` a rule of the method. By `lead`, `assessor`, `stranger`.
 */
const table = `
                      blind  open   draft  finalised cancelled
  AssignAssessor      +++    +++    ---    ---       ---
  ReleaseAssessor     +++    +++    ---    ---       ---
  SubmitArea          ++?    --?    --?    --!       --?
  RevealArea          +!?    -!?    -!?    -!!       -!?
  ProposeScore        ++?    ++?    --?    --!       --?
  AgreeScore          --?    ++?    xx?    --!       --?
  AgreeArea           --?    ++?    --?    --!       --?
  IssueDraft          x!?    +!?    -!?    -!!       -!?
  WithdrawDraft       -!?    -!?    +!?    -!!       -!?
  AnswerRemark        --?    --?    ++?    --!       --?
  FinaliseEvaluation  x!?    x!?    x!?    -!!       -!?
  ReopenEvaluation    ---    ---    ---    +++       ---
  CancelEvaluation    +++    +++    +++    ---       ---
  ErasePassage        +++    +++    +++    +++       +++
`;

const opened = [
  evaluationOpened({ factCheck: true }),
  assessorAssigned('lead'),
  assessorAssigned('assessor'),
] as const;
const proposed = ['lead', 'assessor'].map((assessor) =>
  scoreProposed({ indicator: '8.7.3', assessor, points: 10 }),
);
const complete = [...opened, ...allCovered(), ...allAgreed(), ...proposed];
const cancelled = { type: 'EvaluationCancelled', data: { reason: sealedText() } } as const;
const states: Readonly<Record<string, readonly EvaluationEvent[]>> = {
  blind: [...blindUnderWay, ...areaProposed('lead'), ...areaProposed('assessor')],
  open: complete,
  draft: [...complete, draftIssued(), remarkMade()],
  finalised: [...complete, draftIssued(), evaluationFinalised()],
  cancelled: [...complete, cancelled],
};

/** One valid command a type, as far as the state allows. */
function commandOf(type: string, by: string, basedOn: number): EvaluationCommand {
  const reason = sealedText();
  const area = '8';
  const commands: readonly EvaluationCommand[] = [
    openEvaluation(),
    { type: 'AssignAssessor', accountId: 'third', lead: false },
    { type: 'ReleaseAssessor', accountId: 'assessor' },
    { type: 'SubmitArea', by, area },
    { type: 'RevealArea', by, area, reason },
    proposeScore({ by, indicator: '8.7.3', points: 1 }),
    agreeScore({ by, indicator: '8.7.3', points: 1, basedOn }),
    { type: 'AgreeArea', by, area, rule: 'equal' },
    { type: 'IssueDraft', by, deadline: '2999-01-01T00:00:00.000Z' },
    { type: 'WithdrawDraft', by, reason },
    { type: 'AnswerRemark', by, remarkId: 'remark-01', text: reason },
    { type: 'FinaliseEvaluation', by },
    { type: 'ReopenEvaluation', reason },
    { type: 'CancelEvaluation', reason },
    { type: 'ErasePassage', revision: 3, keys: ['key'] },
    {
      ...{ type: 'MakeRemark', municipality: by, at: '2017-11-01T08:00:00.000Z' },
      ...remarkMade({ remarkId: 'remark-02' }).data,
    },
  ];
  return commands.find((command) => command.type === type)!;
}

const signs: Readonly<Record<string, string>> = {
  'wrong-state': '-',
  'already-revealed': '-',
  'not-revealed': '-',
  'not-a-member': '!',
  'not-the-lead': '!',
  'not-the-municipality': '!',
  'evaluation-unknown': '?',
};

function outcome(type: string, state: string, by: string): string {
  const events = states[state]!;
  const folded = recorded<EvaluationEvent>(...events).reduce(evolve, unopened);
  const basedOn = Math.max(
    ...events.flatMap(({ data }, revision) =>
      'indicator' in data && data.indicator === '8.7.3' ? [revision] : [],
    ),
  );
  try {
    evaluationDecider.decide(commandOf(type, by, basedOn), folded, { instrument, isAssessor: true });
    return '+';
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    return signs[error.code] ?? 'x';
  }
}

const [header, ...lines] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const rows = lines.map(([type, ...cells]) => [type!, cells] as const);

describe('the course of an evaluation', () => {
  it('is said of every command', () => {
    const said = ['OpenEvaluation', 'MakeRemark', ...rows.map(([type]) => type)];
    expect(Object.keys(course).toSorted()).toEqual(said.toSorted());
  });

  it.each(rows)('%s', (type, cells) => {
    const found = header!.map((state) =>
      ['lead', 'assessor', 'stranger'].map((by) => outcome(type, state, by)).join(''),
    );
    expect(found).toEqual(cells);
  });

  it.each([
    // state        the municipality's own  another's
    ['blind', '?', '?'],
    ['open', '?', '?'],
    ['draft', '+', '?'],
    ['finalised', '-', '!'],
    ['cancelled', '?', '?'],
  ])('MakeRemark while %s', (state, own, other) => {
    expect(outcome('MakeRemark', state, 'roros')).toBe(own);
    expect(outcome('MakeRemark', state, 'ulstein')).toBe(other);
  });

  it('is opened once', () => {
    for (const state of Object.keys(states)) expect(outcome('OpenEvaluation', state, 'lead')).toBe('x');
  });
});
