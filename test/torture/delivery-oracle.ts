import { isDeepStrictEqual } from 'node:util';
import type { StoredEvent } from '@kompass/event-store';

/**
 * Which transition of one context leads to which event in another: category of stream and type of the cause, then of
 * the effect, and where the effect names the revision of its cause.
 */
const deliveries = [
  ['evaluation', 'EvaluationOpened', 'schedule', 'ScheduleOpened', undefined],
  ['evaluation', 'AssessorAssigned', 'schedule', 'AssessorsChanged', 'revision'],
  ['evaluation', 'EvaluationFinalised', 'schedule', 'ScheduleClosed', 'revision'],
  ['evaluation', 'EvaluationReopened', 'schedule', 'ScheduleReopened', 'revision'],
  ['evaluation', 'EvaluationFinalised', 'result', 'EvaluationAdopted', 'revision'],
  ['evaluation', 'EvaluationReopened', 'result', 'ResultReopened', 'revision'],
  ['schedule', 'InterviewHeld', 'evaluation', 'InterviewNoted', 'heldRevision'],
  ['schedule', 'InterviewCancelled', 'evaluation', 'InterviewStruck', 'cancelledRevision'],
] as const;

/**
 * What is wrong with what the contexts have heard of each other: every transition had its effect once, and nothing came
 * of nothing.
 *
 * @param log every event, in the order of the log
 */
export function faultsOfDelivery(log: readonly StoredEvent[]): string[] {
  const held = new Set(log.filter(({ type }) => type === 'InterviewHeld').map(interviewOf));
  /** One that was never told of as held is none of the others' concern when it is cancelled. */
  const isTold = (event: StoredEvent) => event.type !== 'InterviewCancelled' || held.has(interviewOf(event));
  return deliveries.flatMap(([from, cause, to, effect, by]) => {
    const causes = log
      .filter((event) => event.type === cause && isTold(event))
      .map(({ stream, revision }) => `${idIn(from, stream)}${by ? `@${revision}` : ''}`);
    const effects = log
      .filter(({ type }) => type === effect)
      .map(({ stream, data }) => `${idIn(to, stream)}${by ? `@${String(data[by])}` : ''}`);
    return [...new Set([...causes, ...effects])].flatMap((place) => {
      const [happened, had] = [causes, effects].map((all) => all.filter((each) => each === place).length);
      return happened === had
        ? []
        : [`${cause} of ${place} happened ${happened} times, and ${effect} ${had} times`];
    });
  });
}

/**
 * What is wrong with what reporting was told of finalised editions: each has exactly the scores that were agreed on
 * until then.
 */
export function faultsOfEditions(log: readonly StoredEvent[]): string[] {
  return log
    .filter(({ type }) => type === 'EvaluationAdopted')
    .flatMap(({ stream, data }) => {
      const { edition, revision, total, areas } = data as unknown as Edition;
      const before = log.filter(
        (event) => event.stream === `evaluation-${idIn('result', stream)}` && event.revision <= revision,
      );
      const agreed = new Map(
        before
          .filter(({ type }) => type === 'ScoreAgreed')
          .map(({ data: { indicator, points } }) => [indicator, points]),
      );
      const adopted = new Map(
        areas.flatMap(({ questions }) =>
          questions.flatMap(({ indicators }) => indicators.map(({ id, tenths }) => [id, tenths] as const)),
        ),
      );
      const sum = [...agreed.values()].reduce<number>((all, points) => all + Number(points), 0);
      const isThis =
        before.at(-1)?.type === 'EvaluationFinalised' && before.at(-1)!.data['edition'] === edition;
      return isThis && total.tenths === sum && isDeepStrictEqual(sorted(adopted), sorted(agreed))
        ? []
        : [`edition ${edition} in ${stream} is not what was finalised at revision ${revision}`];
    });
}

interface Edition {
  readonly edition: number;
  readonly revision: number;
  readonly total: { readonly tenths: number };
  readonly areas: readonly {
    readonly questions: readonly {
      readonly indicators: readonly { readonly id: string; readonly tenths: number }[];
    }[];
  }[];
}

function sorted(scores: ReadonlyMap<unknown, unknown>): unknown[] {
  return [...scores].sort(([a], [b]) => String(a).localeCompare(String(b)));
}

function interviewOf({ stream, data }: StoredEvent): string {
  return `${stream}/${String(data['interview'])}`;
}

function idIn(category: string, stream: string): string {
  return stream.slice(category.length + 1);
}
