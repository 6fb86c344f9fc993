import { Controller, Ip, Req } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { Endpoint, Input } from '@kompass/http';
import type { FastifyRequest } from 'fastify';
import { Sessions } from './sessions.js';

@Controller()
export class SessionsController {
  constructor(private readonly sessions: Sessions) {}

  @Endpoint(routes.signIn)
  signIn(
    @Input() { body }: InputOf<typeof routes.signIn>,
    @Ip() address: string,
  ): Promise<AnswerOf<typeof routes.signIn>> {
    return this.sessions.signIn(body.email, body.password, address);
  }

  @Endpoint(routes.signOut)
  async signOut(
    @Input() _: InputOf<typeof routes.signOut>,
    @Req() { session }: FastifyRequest,
  ): Promise<void> {
    if (session !== undefined) await this.sessions.end(session);
  }
}
