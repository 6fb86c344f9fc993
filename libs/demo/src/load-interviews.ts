import { ProblemError, routes, type KompassClient } from '@kompass/contracts';
import { unreachable } from '@kompass/kernel';
import { command, persistently, type Progress } from './demo-client.js';
import {
  availability,
  interviewHistory,
  interviewPlan,
  interviews,
  people,
  type AssessorKey,
  type InterviewStep,
} from './demo-data.js';
import { demoEvaluation } from './demo-evaluation.js';

type Assessors = Readonly<Record<AssessorKey, KompassClient>>;
type Appointed = Exclude<InterviewStep, { type: 'held' }>;

const accountOf: Readonly<Record<AssessorKey, string>> = { 'assessor-a': 'lead', 'assessor-b': 'assessor' };

const params = { id: demoEvaluation };

/**
 * Plans the interviews of Røros; books, moves and holds them in the order of their history, with the booking that is
 * refused at first; and waits until scoring has heard of all that were held.
 */
export async function loadInterviews(assessors: Assessors, onProgress: Progress): Promise<void> {
  await plan(assessors['assessor-a'], onProgress);
  const isHeld = ({ type }: InterviewStep): boolean => type === 'held';
  const revisions = new Map<string, number>();
  await happen('Interviews booked and moved', (step) => !isHeld(step));
  await happen('Interviews held', isHeld);
  await persistently(
    () => assessors['assessor-a'].call(routes.listEvidence, { params }),
    ({ items }) => items.length === interviews.length,
  );

  async function happen(name: string, among: (step: InterviewStep) => boolean): Promise<void> {
    const steps = interviewHistory.filter(among);
    for (const [index, step] of steps.entries()) {
      onProgress(name, index, steps.length);
      const revision = await take(assessors[step.by], step, revisions.get(step.interview));
      if (revision !== undefined) revisions.set(step.interview, revision);
    }
    onProgress(name, steps.length, steps.length);
  }
}

/** Days, rooms and breaks, and when the groups are free; a plan that has days was made by an earlier run. */
async function plan(lead: KompassClient, onProgress: Progress): Promise<void> {
  const steps = 1 + availability.length;
  onProgress('Plan of the interviews', 0, steps);
  const known = await persistently(
    () => lead.call(routes.readPlan, { params }),
    ({ assessors }) => assessors.length === Object.keys(accountOf).length,
  );
  const { value, revision: basedOn } = known.plan;
  if (value.days.length === 0) {
    const groups = value.groups.map((group) => ({ ...group, people: people[group.key] ?? group.people }));
    const body = { ...interviewPlan, travel: [], groups, basedOn };
    await command(lead, routes.changePlan, 'plan', { params, body });
  }
  for (const [index, { group, windows }] of availability.entries()) {
    onProgress('Plan of the interviews', 1 + index, steps);
    const request = { params: { ...params, who: `group:${group}` }, body: { windows } };
    await command(lead, routes.giveAvailability, `availability-${group}`, request);
  }
  onProgress('Plan of the interviews', steps, steps);
}

/** One step of an interview's history; answers the revision of the interview after it, where it was not refused. */
async function take(
  by: KompassClient,
  step: InterviewStep,
  basedOn: number | undefined,
): Promise<number | undefined> {
  const { interview: interviewId } = step;
  const ofInterview = { ...params, interviewId };
  switch (step.type) {
    case 'refused':
      return refused(book(by, step), step.clashesWith);
    case 'booked':
      return book(by, step);
    case 'moved': {
      const body = { ...appointmentOf(step), reason: step.reason, basedOn: basedOn! };
      const request = { params: ofInterview, body };
      return (await command(by, routes.moveInterview, `move-${interviewId}`, request)).revision;
    }
    case 'held': {
      const request = { params: ofInterview, body: { heldAt: step.at, basedOn: basedOn! } };
      return (await command(by, routes.holdInterview, `hold-${interviewId}`, request)).revision;
    }
    default:
      return unreachable(step);
  }
}

async function book(by: KompassClient, step: Appointed): Promise<number> {
  const { id, group, title, participants, areas } = interviews.find(({ id }) => id === step.interview)!;
  const about = { id, group, title, participants, areas: [...areas] };
  const request = { params, body: { ...about, ...appointmentOf(step) } };
  return (await command(by, routes.bookInterview, `book-${id}`, request)).revision;
}

/** A refusal because of that other interview; an earlier run may have booked it since. */
async function refused(booked: Promise<number>, other: string): Promise<number | undefined> {
  try {
    return await booked;
  } catch (error) {
    if (error instanceof ProblemError && clashesWith(error, other)) return undefined;
    throw error;
  }
}

function clashesWith({ problem }: ProblemError, interview: string): boolean {
  const clashes = (problem.values?.['clashes'] ?? []) as readonly { readonly with: string }[];
  return problem.code === 'interview-clash' && clashes.every((clash) => clash.with === interview);
}

function appointmentOf({ start, end, room, assessors }: Appointed) {
  return { start, end, room, assessors: assessors.map((key) => accountOf[key]) };
}
