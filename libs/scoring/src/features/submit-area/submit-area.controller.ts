import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { SubmitAreaCommand } from './submit-area.command.js';

@Controller()
export class SubmitAreaController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.submitArea)
  async submit(
    @Input() { params: { id, areaId } }: InputOf<typeof routes.submitArea>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.submitArea>> {
    const command = { type: 'SubmitArea', by: context.actor, area: areaId } as const;
    const done = await this.bus.execute(new SubmitAreaCommand(id, command, context));
    return { revealed: done.events.some(({ type }) => type === 'AreaRevealed'), ...changed(done) };
  }
}
