import { Controller, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { ConflictInterceptor } from '../conflict.interceptor.js';
import { ChangePlanCommand } from './change-plan.command.js';

@Controller()
@UseInterceptors(ConflictInterceptor)
export class ChangePlanController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.changePlan)
  async change(
    @Input() { params: { id }, body: { basedOn, ...plan } }: InputOf<typeof routes.changePlan>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.changePlan>> {
    const command = { type: 'ChangePlan', by: context.actor, plan, basedOn } as const;
    return changed(await this.bus.execute(new ChangePlanCommand(id, command, context)));
  }
}
