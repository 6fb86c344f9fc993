import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { plainText } from '@kompass/kernel';
import { WithdrawDraftCommand } from './withdraw-draft.command.js';

@Controller()
export class WithdrawDraftController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.withdrawDraft)
  async withdraw(
    @Input() { params: { id }, body }: InputOf<typeof routes.withdrawDraft>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.withdrawDraft>> {
    const reason = plainText(body.reason);
    const command = { type: 'WithdrawDraft', by: context.actor, reason } as const;
    return changed(await this.bus.execute(new WithdrawDraftCommand(id, command, context)));
  }
}
