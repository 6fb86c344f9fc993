import { Controller, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { ConflictInterceptor } from '../conflict.interceptor.js';
import { ProposeScoreCommand, proposeScore } from './propose-score.command.js';

@Controller()
@UseInterceptors(ConflictInterceptor)
export class ProposeScoreController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.proposeScore)
  async propose(
    @Input() { params: { id, indicatorId }, body }: InputOf<typeof routes.proposeScore>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.proposeScore>> {
    const command = proposeScore(context.actor, { indicator: indicatorId, ...body });
    return changed(await this.bus.execute(new ProposeScoreCommand(id, command, context)));
  }
}
