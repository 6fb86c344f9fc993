import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { plainText } from '@kompass/kernel';
import { editionOf } from '../edition.answer.js';
import { ReopenEvaluationCommand } from './reopen-evaluation.command.js';

@Controller()
export class ReopenEvaluationController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.reopenEvaluation)
  async reopen(
    @Input() { params: { id }, body }: InputOf<typeof routes.reopenEvaluation>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.reopenEvaluation>> {
    const command = { type: 'ReopenEvaluation', reason: plainText(body.reason) } as const;
    const done = await this.bus.execute(new ReopenEvaluationCommand(id, command, context));
    return { ...changed(done), edition: editionOf(done) };
  }
}
