import { Controller, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { ConflictInterceptor } from '../conflict.interceptor.js';
import { HoldInterviewCommand } from './hold-interview.command.js';

@Controller()
@UseInterceptors(ConflictInterceptor)
export class HoldInterviewController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.holdInterview)
  async hold(
    @Input() { params: { id, interviewId: interview }, body }: InputOf<typeof routes.holdInterview>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.holdInterview>> {
    const command = { type: 'HoldInterview', by: context.actor, interview, ...body } as const;
    return changed(await this.bus.execute(new HoldInterviewCommand(id, command, context)));
  }
}
