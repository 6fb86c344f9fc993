import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { identitySchema } from '../identity.migration.js';
import { Accounts } from './accounts.js';

@Controller()
export class AccountsController {
  constructor(private readonly accounts: Accounts) {}

  @Endpoint(routes.listAccounts)
  async list(@Who() reader: Reader): Promise<AnswerOf<typeof routes.listAccounts>> {
    return { items: await this.accounts.list(reader) };
  }

  @Endpoint(routes.createAccount)
  create(
    @Input() { body }: InputOf<typeof routes.createAccount>,
  ): Promise<AnswerOf<typeof routes.createAccount>> {
    return this.accounts.create(body);
  }

  @Endpoint(routes.changeAccount)
  change(
    @Input() { params, body }: InputOf<typeof routes.changeAccount>,
  ): Promise<AnswerOf<typeof routes.changeAccount>> {
    return this.accounts.change(params.id, body);
  }

  @Endpoint(routes.eraseAccount)
  erase(@Input() { params }: InputOf<typeof routes.eraseAccount>): Promise<void> {
    return this.accounts.erase(params.id);
  }

  @Endpoint(routes.rewindPeople)
  async tellAll(): Promise<AnswerOf<typeof routes.rewindPeople>> {
    await this.accounts.tellAll();
    return { context: identitySchema, position: null };
  }

  @Endpoint(routes.inviteAccount)
  invite(
    @Input() { params }: InputOf<typeof routes.inviteAccount>,
  ): Promise<AnswerOf<typeof routes.inviteAccount>> {
    return this.accounts.invite(params.id);
  }

  @Endpoint(routes.acceptInvitation)
  accept(@Input() { params, body }: InputOf<typeof routes.acceptInvitation>): Promise<void> {
    return this.accounts.accept(params.token, body);
  }
}
