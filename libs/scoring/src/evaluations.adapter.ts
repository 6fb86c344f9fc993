import { Streams, type Aggregate, type EventLog, type PassageVault } from '@kompass/event-store';
import type { EvaluationCommand } from './domain/evaluation.commands.js';
import { evaluationDecider, type EvaluationReference } from './domain/evaluation.decider.js';
import { evaluationCatalog, type EvaluationEvent } from './domain/evaluation.events.js';
import type { Evaluation } from './domain/evaluation.js';
import type { InstrumentLibrary } from '@kompass/reference';

/** The streams of evaluations: the one way to change one. */
export class Evaluations extends Streams<
  EvaluationCommand,
  Evaluation,
  EvaluationEvent,
  EvaluationReference
> {
  constructor(log: EventLog, vault: PassageVault, instruments: InstrumentLibrary) {
    const aggregate: Aggregate<EvaluationCommand, Evaluation, EvaluationEvent, EvaluationReference> = {
      ...evaluationDecider,
      ...evaluationCatalog,
      /** The instrument that the state names, or the opening command; none is needed to say that there is no evaluation. */
      async reference(command, { opened }) {
        const ref = command.type === 'OpenEvaluation' ? command.instrument : opened?.instrument;
        return { instrument: ref && (await instruments.demand(ref.digest)) };
      },
    };
    super(log, vault, aggregate);
  }
}
