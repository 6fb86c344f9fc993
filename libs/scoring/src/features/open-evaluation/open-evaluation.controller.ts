import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { OpenEvaluationCommand } from './open-evaluation.command.js';

@Controller()
export class OpenEvaluationController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.openEvaluation)
  async open(
    @Input() { body: { id, ...asked } }: InputOf<typeof routes.openEvaluation>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.openEvaluation>> {
    const own = id ?? context.commandId;
    const opened = await this.bus.execute(
      new OpenEvaluationCommand(own, { type: 'OpenEvaluation', ...asked }, context),
    );
    return { id: own, ...changed(opened) };
  }
}
