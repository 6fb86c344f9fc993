import { Controller, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { plainText } from '@kompass/kernel';
import { ConflictInterceptor } from '../conflict.interceptor.js';
import { AgreeScoreCommand } from './agree-score.command.js';

@Controller()
@UseInterceptors(ConflictInterceptor)
export class AgreeScoreController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.agreeScore)
  async agree(
    @Input() { params: { id, indicatorId }, body }: InputOf<typeof routes.agreeScore>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.agreeScore>> {
    const { rationale, ...entered } = body;
    const command = {
      type: 'AgreeScore',
      by: context.actor,
      indicator: indicatorId,
      ...entered,
      ...(rationale ? { rationale: plainText(rationale) } : {}),
    } as const;
    return changed(await this.bus.execute(new AgreeScoreCommand(id, command, context)));
  }
}
