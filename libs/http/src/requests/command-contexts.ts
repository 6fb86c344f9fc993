import { createParamDecorator, Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { pathOf, type InputOf, type Route } from '@kompass/contracts';
import { hmacSha256, jcs, type BulkItem, type CommandContext } from '@kompass/event-store';
import { Rejected } from '@kompass/kernel';
import type { FastifyRequest } from 'fastify';
import { v4 as randomUuid, v5 as uuidV5 } from 'uuid';
import { HTTP_OPTIONS, type HttpOptions } from '../http-options.js';
import type { Reader } from './principal.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a command. */
    command: CommandContext | undefined;
  }
}

const namespace = '3f1f7a5e-6f0b-4c0e-9a53-0a5f0a3c9a61';

const idempotencyKey = /^[\x21-\x7e]{1,200}$/;

/** One command of a bulk request, before it has an id. */
export interface BulkEntry<Command> {
  /** Names the item within the request, once. */
  readonly item: string;
  /** What was asked: the item of the body. */
  readonly asked: unknown;
  readonly command: Command;
}

/** Makes what accompanies a command to the metadata of its events (design decision 3). */
@Injectable()
export class CommandContexts {
  constructor(@Inject(HTTP_OPTIONS) private readonly options: HttpOptions) {}

  /**
   * The context of a request. With an `Idempotency-Key` its command id follows from who asked what, so that a
   * repeated request is recognised for ever; without one it is random.
   *
   * @throws Rejected `unauthenticated`, `invalid-request` for an unusable key or a body without a canonical form
   */
  of(
    route: Route,
    input: InputOf<Route>,
    reader: Reader,
    { id, headers, body }: FastifyRequest,
  ): CommandContext {
    if (reader === 'anybody') throw new Rejected('unauthenticated');
    const path = pathOf(route, input.params);
    const commandId = commandIdOf(reader.accountId, route.method, path, headers['idempotency-key']);
    return {
      actor: reader.accountId,
      commandId,
      request: this.#seal([route.method, path, body ?? null]),
      correlationId: id,
      causationId: commandId,
      at: this.options.now().toISOString(),
    };
  }

  /** The items of a bulk request as commands of their own. */
  items<Command>(context: CommandContext, entries: readonly BulkEntry<Command>[]): BulkItem<Command>[] {
    return entries.map(({ item, asked, command }) => ({
      item,
      command,
      commandId: uuidV5(item, context.commandId),
      request: this.#seal([item, asked]),
    }));
  }

  /** HMAC of a request: tells a repeated one from a reused key, and nothing to those who lack the key. */
  #seal(request: unknown): string {
    return hmacSha256(this.options.secret, canonical(request));
  }
}

/** JSON can carry lone surrogates and numbers out of range, which no canonical form has (RFC 7493, 8785). */
function canonical(request: unknown): string {
  try {
    return jcs(request);
  } catch {
    throw new Rejected('invalid-request', { errors: [{ field: '', rule: 'not-json' }] });
  }
}

/** Parameter of a controller of a command: its `CommandContext`. */
export const Command = createParamDecorator((_: unknown, context: ExecutionContext) => {
  return context.switchToHttp().getRequest<FastifyRequest>().command;
});

function commandIdOf(
  actor: string,
  method: string,
  path: string,
  key: string | string[] | undefined,
): string {
  if (key === undefined) return randomUuid();
  if (typeof key !== 'string' || !idempotencyKey.test(key)) {
    throw new Rejected('invalid-request', { errors: [{ field: 'Idempotency-Key', rule: 'wrong-format' }] });
  }
  return uuidV5(jcs([actor, method, path, key]), namespace);
}
