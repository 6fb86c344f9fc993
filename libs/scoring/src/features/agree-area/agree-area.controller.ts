import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { AgreeAreaCommand } from './agree-area.command.js';

@Controller()
export class AgreeAreaController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.agreeArea)
  async agree(
    @Input() { params: { id, areaId }, body: { rule } }: InputOf<typeof routes.agreeArea>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.agreeArea>> {
    const command = { type: 'AgreeArea', by: context.actor, area: areaId, rule } as const;
    const done = await this.bus.execute(new AgreeAreaCommand(id, command, context));
    const agreed = done.events.flatMap((event) =>
      event.type === 'ScoreAgreed' ? [event.data.indicator] : [],
    );
    return { agreed, ...changed(done) };
  }
}
