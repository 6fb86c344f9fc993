import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { RegisterMunicipalityCommand } from './register-municipality.command.js';

@Controller()
export class RegisterMunicipalityController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.registerMunicipality)
  async register(
    @Input() { body }: InputOf<typeof routes.registerMunicipality>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.registerMunicipality>> {
    const { id = context.commandId, ...profile } = body;
    const command = { type: 'RegisterMunicipality', id, profile } as const;
    const registered = await this.bus.execute(new RegisterMunicipalityCommand(command, context));
    return { id, ...changed(registered) };
  }
}
