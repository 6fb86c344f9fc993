import { Controller, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { ConflictInterceptor } from '../conflict.interceptor.js';
import { GiveAvailabilityCommand } from './give-availability.command.js';

@Controller()
@UseInterceptors(ConflictInterceptor)
export class GiveAvailabilityController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.giveAvailability)
  async give(
    @Input() { params: { id, who }, body }: InputOf<typeof routes.giveAvailability>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.giveAvailability>> {
    const command = { type: 'GiveAvailability', by: context.actor, who, ...body } as const;
    return changed(await this.bus.execute(new GiveAvailabilityCommand(id, command, context)));
  }
}
