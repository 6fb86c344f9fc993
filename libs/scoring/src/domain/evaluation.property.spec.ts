import { describe, expect, it } from '@jest/globals';
import { indexOf } from '@kompass/instrument';
import { Rejected, type Recorded } from '@kompass/kernel';
import fc from 'fast-check';
import type { EvaluationCommand } from './evaluation.commands.js';
import { evaluationDecider } from './evaluation.decider.js';
import type { EvaluationEvent } from './evaluation.events.js';
import { allAgreed, allCovered, instrument, openEvaluation, sealedText } from './evaluation.fixtures.js';
import { evolve, unopened, type Evaluation } from './evaluation.js';
import { totalsOf } from './scores/totals.js';

const { indicators } = indexOf(instrument);
const accounts = ['lead', 'assessor', 'third', 'stranger'];
const few = ['1.1.1', '1.1.2', '5.6.2', '8.7.3'];

const interview = fc.constantFrom('interview-01', 'interview-02', 'constructor', '__proto__');
const account = fc.constantFrom(...accounts);
const indicator = fc.constantFrom(...few, '9.9.9');
const level = fc.integer({ min: 0, max: 4 });
const rationale = fc.option(fc.constant(sealedText()), { nil: undefined });
const basedOn = fc.option(fc.integer({ min: -1, max: 30 }), { nil: undefined });
const points = fc.oneof(
  fc.integer({ min: -1, max: 80 }).map((tenths) => tenths / 10),
  fc.double({ min: 0, max: 8, noNaN: true }),
);

const command: fc.Arbitrary<EvaluationCommand> = fc.oneof(
  fc.boolean().map((blind) => openEvaluation({ blind })),
  fc.record({
    type: fc.constant('AssignAssessor' as const),
    accountId: account,
    lead: fc.boolean(),
    indicators: fc.option(fc.subarray(few, { minLength: 1 }), { nil: undefined }),
  }),
  fc.record({ type: fc.constant('ReleaseAssessor' as const), accountId: account }),
  fc.record({
    type: fc.constant('ProposeScore' as const),
    by: account,
    indicator,
    points: fc.option(points, { nil: undefined }),
    levels: fc.option(fc.record({ system: level, extent: level, result: level, evaluation: level }), {
      nil: undefined,
    }),
    rationale,
    evidenceIds: fc.constantFrom([], ['plan']),
    basedOn,
  }),
  fc.record({ type: fc.constant('AgreeScore' as const), by: account, indicator, points, rationale, basedOn }),
  fc.record({
    type: fc.constant('AgreeArea' as const),
    by: account,
    area: fc.constantFrom('1', '5', '8'),
    rule: fc.constantFrom('equal' as const, 'within' as const),
  }),
  fc.record({
    type: fc.constant('SubmitArea' as const),
    by: account,
    area: fc.constantFrom('1', '5', '8'),
  }),
  fc.record({
    type: fc.constant('RevealArea' as const),
    by: account,
    area: fc.constantFrom('1', '5', '8'),
    reason: fc.constant(sealedText()),
  }),
  fc.record({ type: fc.constant('FinaliseEvaluation' as const), by: account }),
  fc.constant({ type: 'ReopenEvaluation' as const, reason: sealedText() }),
  fc.record({
    type: fc.constant('NoteInterview' as const),
    interviewId: interview,
    group: fc.constantFrom('mayor', 'directors'),
    areas: fc.subarray(['1', '5', '8'], { minLength: 1 }),
    heldAt: fc.constant('2017-09-05T07:45:00.000Z'),
    heldRevision: fc.nat({ max: 30 }),
  }),
  fc.record({
    type: fc.constant('StrikeInterview' as const),
    interviewId: interview,
    cancelledRevision: fc.nat({ max: 30 }),
  }),
);

interface Course {
  state: Evaluation;
  readonly events: Recorded<EvaluationEvent>[];
}

/** Applies commands one after the other; what is refused changes nothing. */
function run(
  commands: readonly EvaluationCommand[],
  course: Course = { state: unopened, events: [] },
): Course {
  for (const each of commands) {
    try {
      for (const event of evaluationDecider.decide(each, course.state, { instrument, isAssessor: true }))
        record(course, event);
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
    }
  }
  return course;
}

function record(course: Course, event: EvaluationEvent): void {
  const meta = { revision: course.events.length, at: '2017-09-01T08:00:00.000Z', actor: 'somebody' };
  const recorded = { ...event, meta } as Recorded<EvaluationEvent>;
  course.events.push(recorded);
  course.state = evolve(course.state, recorded);
}

const begun: readonly EvaluationCommand[] = [
  openEvaluation(),
  { type: 'AssignAssessor', accountId: 'lead', lead: true },
  { type: 'AssignAssessor', accountId: 'assessor', lead: false },
];

describe('any course of an evaluation', () => {
  it('keeps every score within the maximum of its indicator, in whole tenths', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const { state } = run([...begun, ...commands]);
        for (const [id, { proposals, agreement }] of Object.entries(state.indicators)) {
          const { maxTenths } = indicators.get(id)!.indicator;
          for (const { value } of [...Object.values(proposals), ...(agreement ? [agreement] : [])]) {
            expect(Number.isInteger(value.points) && value.points >= 0 && value.points <= maxTenths).toBe(
              true,
            );
          }
        }
      }),
    );
  });

  it('has at most one lead, and nobody but assessors of the evaluation in its slots', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const { state, events } = run(commands);
        expect(Object.values(state.assessors).filter(({ lead }) => lead).length).toBeLessThanOrEqual(1);
        const ever = new Set(
          events.flatMap((event) => (event.type === 'AssessorAssigned' ? [event.data.accountId] : [])),
        );
        for (const { proposals } of Object.values(state.indicators)) {
          for (const assessor of Object.keys(proposals)) expect(ever).toContain(assessor);
        }
      }),
    );
  });

  it('folds to the same state from the log as it did live', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const { state, events } = run([...begun, ...commands]);
        const stored = JSON.parse(JSON.stringify(events)) as Recorded<EvaluationEvent>[];
        expect(JSON.stringify(stored.reduce(evolve, unopened))).toBe(JSON.stringify(state));
      }),
    );
  });

  it('changes no number while finalised', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const course = run(begun);
        for (const event of [...allCovered(), ...allAgreed()]) record(course, event);
        run([{ type: 'FinaliseEvaluation', by: 'lead' }], course);
        expect(course.state.status).toBe('finalised');
        const agreed = agreedIn(course.state);
        run(
          commands.filter(({ type }) => type !== 'ReopenEvaluation'),
          course,
        );
        expect(agreedIn(course.state)).toEqual(agreed);
      }),
    );
  });

  it('prints an area only once all of it is agreed, and never above 100', () => {
    fc.assert(
      fc.property(fc.subarray([...indicators.keys()]), (some) => {
        const agreed = Object.fromEntries(some.map((id) => [id, indicators.get(id)!.indicator.maxTenths]));
        const { total, areas } = totalsOf(instrument, agreed);
        expect(total.points).toBe(
          some.length === 0 ? null : Object.values(agreed).reduce((sum, tenths) => sum + tenths, 0),
        );
        for (const area of areas) expect(area.printed).toBe(area.done === area.of ? 100 : null);
      }),
    );
  });
});

function agreedIn({ indicators: slots }: Evaluation): Record<string, number | undefined> {
  return Object.fromEntries(
    Object.entries(slots).map(([id, { agreement }]) => [id, agreement?.value.points]),
  );
}
