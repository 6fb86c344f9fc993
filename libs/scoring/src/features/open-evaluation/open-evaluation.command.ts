import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { InstrumentVersion } from '@kompass/instrument';
import { Rejected } from '@kompass/kernel';
import type { OpenEvaluation } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { InstrumentLibrary, MunicipalityDirectory } from '@kompass/reference';
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
    const [municipality, published] = await Promise.all([
      this.municipalities.idOf(command.municipality),
      this.instruments.find(command.instrument),
    ]);
    if (!municipality)
      throw new Rejected('not-yet-known', { field: 'municipality', value: command.municipality });
    if (!published)
      throw new Rejected('not-yet-known', { field: 'instrument', value: command.instrument.version });
    const instrument = { ...command.instrument, digest: published.digest };
    return this.evaluations.execute(id, { ...command, municipality, instrument }, context);
  }
}
