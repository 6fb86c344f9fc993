import { Controller, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { plainText } from '@kompass/kernel';
import { ConflictInterceptor } from '../conflict.interceptor.js';
import { MoveInterviewCommand } from './move-interview.command.js';

@Controller()
@UseInterceptors(ConflictInterceptor)
export class MoveInterviewController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.moveInterview)
  async move(
    @Input() { params: { id, interviewId: interview }, body }: InputOf<typeof routes.moveInterview>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.moveInterview>> {
    const reason = plainText(body.reason);
    const command = { type: 'MoveInterview', by: context.actor, interview, ...body, reason } as const;
    return changed(await this.bus.execute(new MoveInterviewCommand(id, command, context)));
  }
}
