import { type LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Level, type Logger } from 'pino';
import { logContext } from './request-context.js';

/** Never written, wherever in a line they stand. */
const secrets = ['password', 'token', 'authorization', 'email', 'name', 'headers', 'parameters'];

/**
 * The logger of a process: JSON lines with the correlation id of the request they belong to, and `fields`.
 * Without tokens, passwords and people's names: of an error only what a developer needs is written.
 */
export function createLogger(
  level: Level | 'silent',
  destination?: DestinationStream,
  fields?: Readonly<Record<string, string>>,
): Logger {
  const options = {
    level,
    base: fields ?? null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => ({ ...logContext.getStore() }),
    redact: secrets.flatMap((name) => [name, `*.${name}`]),
    serializers: { err: shownError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** An error without the values it carries: a database error holds the parameters of its statement. */
function shownError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { message, stack } = error;
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: error.constructor.name,
    message,
    stack,
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.cause === undefined ? {} : { cause: shownError(error.cause) }),
  };
}

/** What Nest tells of its own start: one line a route is too much for every day. */
const chatter = new Set(['InstanceLoader', 'NestFactory', 'RouterExplorer', 'RoutesResolver']);

/** The logger as Nest takes it. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.#write(chatter.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.#write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.#write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.#write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.#write('fatal', message, rest);
  }

  /** Nest passes the message, then an error, its stack or more, then the name of the class that logs. */
  #write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const texts = rest.filter((each) => typeof each === 'string');
    const err = [message, ...rest].find((each) => each instanceof Error);
    const fields =
      typeof message === 'object' && message !== null && !(message instanceof Error) ? message : {};
    const stack = err ? undefined : texts.find((each) => /\n\s+at /.test(each));
    const text =
      message instanceof Error ? message.message : typeof message === 'string' ? message : undefined;
    this.logger[level](
      { ...fields, ...(err ? { err } : {}), ...(stack ? { stack } : {}), context: texts.at(-1) },
      text,
    );
  }
}
