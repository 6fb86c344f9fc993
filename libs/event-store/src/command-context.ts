/** What accompanies a command from the edge (or a policy) to the metadata of its events. */
export interface CommandContext {
  /** Account id, or `policy:<name>`. */
  readonly actor: string;
  /** The key of idempotence: a command with a known id is answered from the log. */
  readonly commandId: string;
  /**
   * Hex HMAC-SHA-256 of the request; another one under a known `commandId` is refused. For a policy's command it
   * follows from the command id, so that a known id is a repeat whatever it holds.
   */
  readonly request: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** One command of a bulk request: a command of its own, with an id made from the request's and `item`. */
export interface BulkItem<Command> {
  readonly item: string;
  readonly commandId: string;
  readonly request: string;
  readonly command: Command;
}
