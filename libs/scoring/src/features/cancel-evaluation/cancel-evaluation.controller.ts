import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { plainText } from '@kompass/kernel';
import { CancelEvaluationCommand } from './cancel-evaluation.command.js';

@Controller()
export class CancelEvaluationController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.cancelEvaluation)
  async cancel(
    @Input() { params: { id }, body }: InputOf<typeof routes.cancelEvaluation>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.cancelEvaluation>> {
    const reason = plainText(body.reason);
    const command = { type: 'CancelEvaluation', reason } as const;
    return changed(await this.bus.execute(new CancelEvaluationCommand(id, command, context)));
  }
}
