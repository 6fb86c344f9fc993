import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { InstrumentVersion } from '@kompass/instrument';
import type { OpenEvaluation } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { InstrumentLibrary } from '../../instrument-library.adapter.js';
import { MunicipalityDirectory } from '../../municipality-directory.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

/** As asked for: the municipality by its id or a number, the instrument by its version. */
type Asked = Omit<OpenEvaluation, 'instrument'> & { readonly instrument: InstrumentVersion };

export class OpenEvaluationCommand extends EvaluationCommand<Asked> {}

/** Looks up what is meant before it decides: the exact instrument and the municipality's own id. */
@CommandHandler(OpenEvaluationCommand)
export class OpenEvaluationHandler implements ICommandHandler<OpenEvaluationCommand> {
  constructor(
    private readonly evaluations: Evaluations,
    private readonly instruments: InstrumentLibrary,
    private readonly municipalities: MunicipalityDirectory,
  ) {}

  async execute({ id, command, context }: OpenEvaluationCommand) {
    const [municipality, instrument] = await Promise.all([
      this.municipalities.idOf(command.municipality),
      this.instruments.refOf(command.instrument),
    ]);
    return this.evaluations.execute(id, { ...command, municipality, instrument }, context);
  }
}
