import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { plainText } from '@kompass/kernel';
import { BookInterviewCommand } from './book-interview.command.js';

@Controller()
export class BookInterviewController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.bookInterview)
  async book(
    @Input() { params, body }: InputOf<typeof routes.bookInterview>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.bookInterview>> {
    const { id = context.commandId, title, ...asked } = body;
    const named = title ? { title: plainText(title) } : {};
    const command = { type: 'BookInterview', by: context.actor, interview: id, ...asked, ...named } as const;
    const booked = await this.bus.execute(new BookInterviewCommand(params.id, command, context));
    return { id, ...changed(booked) };
  }
}
