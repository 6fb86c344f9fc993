import { Streams, type Aggregate, type EventLog, type PassageVault } from '@kompass/event-store';
import { course } from './domain/course.js';
import type { EvaluationCommand } from './domain/evaluation.commands.js';
import { evaluationDecider, type EvaluationReference } from './domain/evaluation.decider.js';
import { evaluationCatalog, type EvaluationEvent } from './domain/evaluation.events.js';
import type { Evaluation } from './domain/evaluation.js';
import { isInterviewCommand } from './domain/interviews/interviews.js';
import type { AssessorDirectory, InstrumentLibrary } from '@kompass/reference';

/** The streams of evaluations: the one way to change one. */
export class Evaluations extends Streams<
  EvaluationCommand,
  Evaluation,
  EvaluationEvent,
  EvaluationReference
> {
  constructor(
    log: EventLog,
    vault: PassageVault,
    instruments: InstrumentLibrary,
    assessors: AssessorDirectory,
  ) {
    const aggregate: Aggregate<EvaluationCommand, Evaluation, EvaluationEvent, EvaluationReference> = {
      ...evaluationDecider,
      ...evaluationCatalog,
      /** Asked for a command that is new only: a repeated one is answered whatever has changed since. */
      async reference(command, { opened }) {
        if (isInterviewCommand(command)) return { instrument: undefined };
        const ref = command.type === 'OpenEvaluation' ? command.instrument : opened?.instrument;
        const instrument = ref && (await instruments.demand(ref.digest));
        if (!course[command.type].certified) return { instrument };
        const account = 'accountId' in command ? command.accountId : 'by' in command ? command.by : undefined;
        return { instrument, ...(account && (await assessors.find(account))) };
      },
    };
    super(log, vault, aggregate);
  }
}
