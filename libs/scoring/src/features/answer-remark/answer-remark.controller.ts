import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { plainText } from '@kompass/kernel';
import { AnswerRemarkCommand } from './answer-remark.command.js';

@Controller()
export class AnswerRemarkController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.answerRemark)
  async answer(
    @Input() { params: { id, remarkId }, body }: InputOf<typeof routes.answerRemark>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.answerRemark>> {
    const text = plainText(body.text);
    const command = { type: 'AnswerRemark', by: context.actor, remarkId, text } as const;
    return changed(await this.bus.execute(new AnswerRemarkCommand(id, command, context)));
  }
}
