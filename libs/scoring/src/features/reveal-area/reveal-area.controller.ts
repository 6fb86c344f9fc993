import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { plainText } from '@kompass/kernel';
import { RevealAreaCommand } from './reveal-area.command.js';

@Controller()
export class RevealAreaController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.revealArea)
  async reveal(
    @Input() { params: { id, areaId }, body }: InputOf<typeof routes.revealArea>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.revealArea>> {
    const reason = plainText(body.reason);
    const command = { type: 'RevealArea', by: context.actor, area: areaId, reason } as const;
    return changed(await this.bus.execute(new RevealAreaCommand(id, command, context)));
  }
}
