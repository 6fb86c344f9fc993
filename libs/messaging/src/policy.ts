import type { IntegrationEvent, Topic } from '@kompass/contracts';
import { sha256, type CommandContext } from '@kompass/event-store';
import { Rejected, type Message } from '@kompass/kernel';
import { v5 as uuidV5 } from 'uuid';
import type { Subscription } from './message-bus.port.js';
import { isTransient } from './parking/transient.js';

/** A command a policy wants executed, and on which aggregate. */
export interface Reaction<Command extends Message> {
  readonly id: string;
  readonly command: Command;
}

/** How a context answers messages of others: with commands to one category of its own aggregates. Pure. */
export interface Policy<Command extends Message, T extends Topic = Topic> {
  /** Kebab case, unique in the context. */
  readonly name: string;
  readonly topics: readonly T[];
  react(message: IntegrationEvent<T>): readonly Reaction<Command>[];
}

/** Who executes the commands: `Streams`. */
export interface Executor<Command extends Message> {
  execute(id: string, command: Command, context: CommandContext): Promise<unknown>;
}

/** A policy's command was refused. Deciders answer `[]` to what is stale or impossible, so this is a defect. */
export class PolicyDefect extends Error {
  constructor(policy: string, { command, id }: Reaction<Message>, cause: Rejected) {
    super(
      `policy ${policy}: ${command.type} of ${id} was refused: ${cause.code} ${JSON.stringify(cause.detail)}`,
      { cause },
    );
    this.name = 'PolicyDefect';
  }
}

/**
 * The consumer of a policy: executes its commands in order. A command's id follows from the message, the policy and
 * the command's index, and its `request` from that id, so that a repeated message finds its commands done.
 *
 * @param now the clock, ISO 8601 UTC
 */
export function policySubscription<Command extends Message, T extends Topic>(
  context: string,
  policy: Policy<Command, T>,
  executor: Executor<Command>,
  now: () => string = () => new Date().toISOString(),
): Subscription<T> {
  return {
    group: `${context}.${policy.name}`,
    topics: policy.topics,
    handle: async (message) => {
      const { id: causationId, correlationId } = message as IntegrationEvent;
      const trace = { actor: `policy:${policy.name}`, correlationId, causationId };
      for (const [index, reaction] of policy.react(message).entries()) {
        const commandId = uuidV5(JSON.stringify([policy.name, index]), causationId);
        const commandContext = { ...trace, commandId, request: sha256(commandId), at: now() };
        try {
          await executor.execute(reaction.id, reaction.command, commandContext);
        } catch (error) {
          if (!(error instanceof Rejected) || isTransient(error)) throw error;
          throw new PolicyDefect(policy.name, reaction, error);
        }
      }
    },
  };
}
