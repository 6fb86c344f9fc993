import { Controller, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { plainText } from '@kompass/kernel';
import { ConflictInterceptor } from '../conflict.interceptor.js';
import { CancelInterviewCommand } from './cancel-interview.command.js';

@Controller()
@UseInterceptors(ConflictInterceptor)
export class CancelInterviewController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.cancelInterview)
  async cancel(
    @Input() { params: { id, interviewId: interview }, body }: InputOf<typeof routes.cancelInterview>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.cancelInterview>> {
    const reason = plainText(body.reason);
    const command = { type: 'CancelInterview', by: context.actor, interview, ...body, reason } as const;
    return changed(await this.bus.execute(new CancelInterviewCommand(id, command, context)));
  }
}
