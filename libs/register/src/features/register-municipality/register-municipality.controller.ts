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
    @Input() { body: { id, ...profile } }: InputOf<typeof routes.registerMunicipality>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.registerMunicipality>> {
    const own = id ?? context.commandId;
    const registered = await this.bus.execute(new RegisterMunicipalityCommand(own, profile, context));
    return { id: own, ...changed(registered) };
  }
}
