import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { plainText } from '@kompass/kernel';
import { RecordResultCommand } from './record-result.command.js';

@Controller()
export class RecordResultController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.recordResult)
  async record(
    @Input() { body }: InputOf<typeof routes.recordResult>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.recordResult>> {
    const { id = context.commandId, municipality, instrument, evaluatedAt, source, ...published } = body;
    const about = { municipality, instrument, evaluatedAt, source: plainText(source) };
    const command = { type: 'RecordResult', ...about, published } as const;
    const recorded = await this.bus.execute(new RecordResultCommand(id, command, context));
    return { id, ...changed(recorded) };
  }
}
