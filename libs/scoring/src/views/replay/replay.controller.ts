import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { PassageVault, type Folded } from '@kompass/event-store';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import type { Evaluation } from '../../domain/evaluation.js';
import { heldInterviews } from '../../domain/interviews/interviews.js';
import { namedSlots, type NamedSlot } from '../../domain/scores/slots.js';
import type { AgreedPoints } from '../../domain/scores/totals.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { InstrumentLibrary } from '@kompass/reference';
import { EvaluationAccess, type Seen } from '../access/evaluation-access.adapter.js';
import { shownEvaluation } from '../evaluations/evaluation.answer.js';
import { shownInterview } from '../evidence/evidence.answer.js';
import { shownSlot } from '../slot.answer.js';
import { shownTotals } from '../totals/totals.answer.js';
import { replay, type PointInTime } from './replay.query.js';

/** An evaluation as it was: read from the log itself. */
@Controller()
export class ReplayController {
  constructor(
    private readonly evaluations: Evaluations,
    private readonly access: EvaluationAccess,
    private readonly instruments: InstrumentLibrary,
    private readonly vault: PassageVault,
  ) {}

  @Endpoint(routes.replayEvaluation)
  async replay(
    @Input() { params: { id }, query }: InputOf<typeof routes.replayEvaluation>,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.replayEvaluation>> {
    const seen = await this.access.demand(reader, id, 'working');
    const point = query.revision === undefined ? { at: query.at! } : { revision: query.revision };
    const { state, revision, at } = await this.#at(id, point);
    const evaluation = shownEvaluation(factsOf(id, state, revision));
    const slots = (await this.vault.open(slotsOf(state, seen))).map(shownSlot);
    const evidence = heldInterviews(state).map(shownInterview);
    return { revision, at, evaluation, totals: await this.#totals(state), slots, evidence };
  }

  @Endpoint(routes.diffEvaluation)
  async diff(
    @Input() { params: { id }, query }: InputOf<typeof routes.diffEvaluation>,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.diffEvaluation>> {
    const seen = await this.access.demand(reader, id, 'working');
    const [from, to] = [
      await this.#at(id, { revision: query.from }),
      await this.#at(id, { revision: query.to }),
    ];
    const [before, after] = [await this.#totals(from.state), await this.#totals(to.state)];
    const areas = after.areas.map((area, index) => ({
      id: area.id,
      ...changeOf(before.areas[index]!, area),
    }));
    return {
      from: { revision: from.revision, at: from.at },
      to: { revision: to.revision, at: to.at },
      total: changeOf(before.total, after.total),
      areas: areas.filter((area) => area.from !== area.to),
      slots: await this.#changedSlots(slotsOf(from.state, seen), slotsOf(to.state, seen)),
      evidence: changedEvidence(from.state, to.state),
    };
  }

  async #at(id: string, point: PointInTime): Promise<Folded<Evaluation>> {
    const folded = await replay(this.evaluations.history(id), point);
    const reached = 'revision' in point ? folded.revision === point.revision : folded.revision >= 0;
    if (!reached || !folded.state.opened) throw new Rejected('revision-unknown');
    return folded;
  }

  async #totals({ opened, indicators }: Evaluation) {
    const instrument = await this.instruments.demand(opened!.instrument.digest);
    const agreed: AgreedPoints = Object.fromEntries(
      Object.entries(indicators).flatMap(([id, { agreement }]) =>
        agreement ? [[id, agreement.value.points]] : [],
      ),
    );
    return shownTotals(instrument, agreed);
  }

  async #changedSlots(from: readonly NamedSlot[], to: readonly NamedSlot[]) {
    const changed = changesOf(from, to, ({ slot }) => slot);
    return (await this.vault.open(changed)).map((change) => ({
      slot: change.name,
      from: change.from ? shownSlot(change.from).value : null,
      to: change.to ? shownSlot(change.to).value : null,
    }));
  }
}

function changedEvidence(from: Evaluation, to: Evaluation) {
  return changesOf(heldInterviews(from), heldInterviews(to), ({ id }) => id).map((change) => ({
    id: change.name,
    from: change.from ? shownInterview(change.from) : null,
    to: change.to ? shownInterview(change.to) : null,
  }));
}

/** What stood there, and what stands there now, wherever that is not the same. */
function changesOf<T extends { readonly revision: number }>(
  from: readonly T[],
  to: readonly T[],
  nameOf: (one: T) => string,
) {
  const [before, after] = [from, to].map((all) => new Map(all.map((one) => [nameOf(one), one])));
  const names = [...new Set([...before!.keys(), ...after!.keys()])];
  return names
    .map((name) => ({ name, from: before!.get(name), to: after!.get(name) }))
    .filter((change) => change.from?.revision !== change.to?.revision);
}

function factsOf(id: string, state: Evaluation, revision: number) {
  const { opened, status, edition, draft = null, assessors } = state;
  const { municipality, areas: _areas, ...head } = opened!;
  const course = { status: status === 'unopened' ? 'open' : status, edition, draft } as const;
  return { evaluation_id: id, municipality, head, ...course, assessors, revision };
}

/** Every slot in which something stood, as far as the reader sees it now. */
function slotsOf({ indicators }: Evaluation, { seesProposal }: Seen): readonly NamedSlot[] {
  return Object.entries(indicators).flatMap(([id, { place, proposals, agreement }]) => {
    const shown = Object.entries(proposals).filter(([assessor]) =>
      seesProposal({ area: place!.area, assessor }),
    );
    return namedSlots(id, Object.fromEntries(shown), agreement);
  });
}

interface ShownPoints {
  readonly points: number | null;
}

function changeOf({ points: from }: ShownPoints, { points: to }: ShownPoints) {
  const change = from === null || to === null ? null : Math.round((to - from) * 10) / 10;
  return { from, to, change };
}
