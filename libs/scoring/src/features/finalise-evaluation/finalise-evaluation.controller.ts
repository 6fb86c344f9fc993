import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { editionOf } from '../edition.answer.js';
import { FinaliseEvaluationCommand } from './finalise-evaluation.command.js';

@Controller()
export class FinaliseEvaluationController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.finaliseEvaluation)
  async finalise(
    @Input() { params: { id } }: InputOf<typeof routes.finaliseEvaluation>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.finaliseEvaluation>> {
    const command = { type: 'FinaliseEvaluation', by: context.actor } as const;
    const done = await this.bus.execute(new FinaliseEvaluationCommand(id, command, context));
    return { ...changed(done), edition: editionOf(done) };
  }
}
