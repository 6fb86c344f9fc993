import { z } from 'zod';
import { SecretFileUnreadable, withSecretFiles } from './secret-files.js';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const saslMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

function whole(from: number, to: number) {
  return z
    .string()
    .refine(
      (value) => /^\d{1,9}$/.test(value) && Number(value) >= from && Number(value) <= to,
      `a whole number from ${from} to ${to}`,
    )
    .transform(Number);
}

function url(form: RegExp, rule: string) {
  return z.string().refine((value) => form.test(value) && URL.canParse(value), rule);
}

/** The address of a process of ours, as the others reach it. */
const httpUrl = url(/^https?:\/\/[^/]+\/?$/, 'an address like http://host:3000')
  .transform((value) => value.replace(/\/$/, ''))
  .optional();

/** Every setting of the programs: an environment variable, what it may hold, and what it does. */
export const settingsSchema = z.strictObject({
  KOMPASS_DATA: z
    .string()
    .optional()
    .describe(
      'The data folder: database, keys, log. Without it `.kompass` in the current folder, for the demo `.kompass-demo`, for a cluster `.kompass-cluster` and `.kompass-cluster-demo`; the one is never opened as the other',
    ),
  KOMPASS_HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'a host name or an address')
    .default('127.0.0.1')
    .describe('The address to listen on; `0.0.0.0` opens it to the network, which wants a proxy with TLS'),
  KOMPASS_PORT: whole(0, 65535).prefault('3000').describe('The port to listen on; 0 takes any free one'),
  KOMPASS_POSTGRES_URL: url(
    /^postgres(ql)?:\/\/./,
    'an address like postgres://user:password@host:5432/database',
  )
    .optional()
    .describe('A PostgreSQL (16 or later) to use instead of the embedded one'),
  KOMPASS_EVENTSTORE_URL: url(/^esdb(\+discover)?:\/\/./, 'an address like esdb://host:2113?tls=false')
    .optional()
    .describe('An EventStoreDB (23.10 or later) or KurrentDB to use instead of the event-store node'),
  KOMPASS_KAFKA_BROKERS: z
    .string()
    .regex(/^[\w.-]+:\d{1,5}(,[\w.-]+:\d{1,5})*$/, 'addresses like kafka-1:9092,kafka-2:9092')
    .transform((value) => value.split(','))
    .optional()
    .describe('Some brokers of the Kafka (4.1 or later) over which the services meet'),
  KOMPASS_KAFKA_TLS: z
    .enum(['yes', 'no'], 'yes or no')
    .default('no')
    .describe('Whether Kafka is spoken to over TLS'),
  KOMPASS_KAFKA_SASL_MECHANISM: z
    .enum(saslMechanisms, `one of ${saslMechanisms.join(', ')}`)
    .default('scram-sha-512')
    .describe(`How services sign in to Kafka, where there is a user: ${saslMechanisms.join(', ')}`),
  KOMPASS_KAFKA_SASL_USERNAME: z
    .string()
    .optional()
    .describe('The user of Kafka; without it nobody signs in'),
  KOMPASS_KAFKA_SASL_PASSWORD: z.string().optional().describe('The password of that user'),
  KOMPASS_KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[\w.-]{1,50}$/, 'at most 50 letters, digits, ., - or _')
    .optional()
    .describe('Stands before the name of every topic and group, so that installations can share a Kafka'),
  KOMPASS_KAFKA_PARTITIONS: whole(1, 1000)
    .prefault('6')
    .describe(
      'Partitions of a topic that is made: how many replicas of a service can consume it; never change it',
    ),
  KOMPASS_KAFKA_REPLICATION: whole(1, 9)
    .optional()
    .describe('Replicas of a topic that is made; without it 3, or as many as there are brokers'),
  KOMPASS_KAFKA_SESSION_SECONDS: whole(6, 300)
    .prefault('45')
    .describe(
      'Seconds after which a replica that says nothing is taken for dead, and others consume in its place',
    ),
  KOMPASS_KEYS: z
    .string()
    .optional()
    .describe(
      'The folder with the keys of the installation, as `kompass keys create` makes it; for the services and the gateway, the same for all',
    ),
  KOMPASS_CHECKPOINTS: z
    .string()
    .optional()
    .describe(
      'A folder in which a service keeps the signed heads of its streams, a file a day; without it, it keeps none',
    ),
  KOMPASS_GATEWAY_URL: httpUrl.describe('Where services reach the gateway, whose keys they trust'),
  KOMPASS_SCHEDULING_URL: httpUrl.describe('Where the gateway reaches the service scheduling'),
  KOMPASS_SCORING_URL: httpUrl.describe('Where the gateway reaches the service scoring'),
  KOMPASS_REPORTING_URL: httpUrl.describe('Where the gateway reaches the service reporting'),
  KOMPASS_OPERATOR_TOKEN: z
    .string()
    .regex(/^[\w-]{32,}$/, 'at least 32 letters, digits, - or _')
    .optional()
    .describe(
      'A secret by which the gateway knows its operator as an administrator without an account, and by which `kompass --url` asks',
    ),
  KOMPASS_SESSION_HOURS: whole(1, 720)
    .prefault('12')
    .describe('Hours after which somebody signed in must sign in again'),
  KOMPASS_TRUST_PROXY: z
    .enum(['yes', 'no'], 'yes or no')
    .default('no')
    .describe(
      'Whether `X-Forwarded-For` is believed: `yes` only behind a proxy of your own that sets it, else sign-ins are throttled by the address of the proxy',
    ),
  KOMPASS_LOG_LEVEL: z
    .enum(logLevels, `one of ${logLevels.join(', ')}`)
    .default('info')
    .describe(`How much is logged: ${logLevels.join(', ')}`),
  KOMPASS_DEMO_PASSWORD: z
    .string()
    .min(8, 'at least 8 characters')
    .default('kompass-demo')
    .describe('The password of the demo accounts; used by the demo only'),
});

/** Variables whose value is never shown. */
const secrets: ReadonlySet<string> = new Set([
  'KOMPASS_POSTGRES_URL',
  'KOMPASS_EVENTSTORE_URL',
  'KOMPASS_KAFKA_SASL_PASSWORD',
  'KOMPASS_OPERATOR_TOKEN',
  'KOMPASS_DEMO_PASSWORD',
]);

/** How the services reach each other. */
export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly tls: boolean;
  readonly sasl:
    | {
        readonly mechanism: (typeof saslMechanisms)[number];
        readonly username: string;
        readonly password: string;
      }
    | undefined;
  readonly topicPrefix: string | undefined;
  readonly partitions: number;
  readonly replication: number | undefined;
  readonly sessionTimeoutMs: number;
}

/** What the programs are used for, and where each keeps its data unless it is told. */
const usualDataDir = {
  real: '.kompass',
  demo: '.kompass-demo',
  cluster: '.kompass-cluster',
  'cluster-demo': '.kompass-cluster-demo',
} as const;

export type Use = keyof typeof usualDataDir;

/** What the program was told by its environment. */
export interface Settings {
  /** Path of the data folder; relative to the current folder unless absolute. */
  readonly dataDir: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** `undefined`: the embedded PostgreSQL. */
  readonly postgresUrl: string | undefined;
  /** `undefined`: the event-store node. */
  readonly eventStoreUrl: string | undefined;
  readonly kafka: KafkaSettings | undefined;
  /** Folder of the installation's keys, for services. */
  readonly keysDir: string | undefined;
  /** Folder of the signed heads, for services. */
  readonly checkpointsDir: string | undefined;
  /** Addresses without a slash at their end. */
  readonly gatewayUrl: string | undefined;
  readonly schedulingUrl: string | undefined;
  readonly scoringUrl: string | undefined;
  readonly reportingUrl: string | undefined;
  readonly operatorToken: string | undefined;
  readonly sessionHours: number;
  /** Whether `X-Forwarded-For` is believed. */
  readonly trustProxy: boolean;
  readonly logLevel: (typeof logLevels)[number];
  readonly demoPassword: string;
}

/** One or more settings are wrong; `problems` has a line for each, which never shows the value of a secret. */
export class WrongSettings extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'WrongSettings';
  }
}

/**
 * Reads the settings; an empty variable counts as not set, and a secret may stand in a file (`…_FILE`).
 *
 * @param use each has a data folder of its own
 * @throws WrongSettings naming every wrong or unknown `KOMPASS_…` variable
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>> = process.env,
  use: Use = 'real',
): Settings {
  const ours = secretsRead(
    Object.fromEntries(
      Object.entries(env).filter(([name, value]) => name.startsWith('KOMPASS_') && value !== ''),
    ),
  );
  const result = settingsSchema.safeParse(ours);
  if (!result.success) {
    throw new WrongSettings(result.error.issues.flatMap((issue) => problemsOf(issue, ours)));
  }
  const read = result.data;
  return Object.freeze({
    dataDir: read.KOMPASS_DATA ?? usualDataDir[use],
    host: read.KOMPASS_HOST,
    port: read.KOMPASS_PORT,
    postgresUrl: read.KOMPASS_POSTGRES_URL,
    eventStoreUrl: read.KOMPASS_EVENTSTORE_URL,
    kafka: kafkaOf(read),
    keysDir: read.KOMPASS_KEYS,
    checkpointsDir: read.KOMPASS_CHECKPOINTS,
    gatewayUrl: read.KOMPASS_GATEWAY_URL,
    schedulingUrl: read.KOMPASS_SCHEDULING_URL,
    scoringUrl: read.KOMPASS_SCORING_URL,
    reportingUrl: read.KOMPASS_REPORTING_URL,
    operatorToken: read.KOMPASS_OPERATOR_TOKEN,
    sessionHours: read.KOMPASS_SESSION_HOURS,
    trustProxy: read.KOMPASS_TRUST_PROXY === 'yes',
    logLevel: read.KOMPASS_LOG_LEVEL,
    demoPassword: read.KOMPASS_DEMO_PASSWORD,
  });
}

/** Settings that a program may be unable to do without, and their variables. */
const demanded = {
  postgresUrl: 'KOMPASS_POSTGRES_URL',
  eventStoreUrl: 'KOMPASS_EVENTSTORE_URL',
  kafka: 'KOMPASS_KAFKA_BROKERS',
  keysDir: 'KOMPASS_KEYS',
  gatewayUrl: 'KOMPASS_GATEWAY_URL',
  schedulingUrl: 'KOMPASS_SCHEDULING_URL',
  scoringUrl: 'KOMPASS_SCORING_URL',
  reportingUrl: 'KOMPASS_REPORTING_URL',
} as const satisfies Partial<Record<keyof Settings, string>>;

export type Demandable = keyof typeof demanded;

/** Settings of which some are there for certain. */
export type SettingsWith<Need extends Demandable> = Settings & {
  readonly [Name in Need]: NonNullable<Settings[Name]>;
};

/** @throws WrongSettings naming each of the needed settings that is missing */
export function demand<const Need extends Demandable>(
  settings: Settings,
  needs: readonly Need[],
): SettingsWith<Need> {
  const missing = needs.filter((name) => settings[name] === undefined);
  if (missing.length > 0)
    throw new WrongSettings(missing.map((name) => `${demanded[name]}: must be set here`));
  return settings as SettingsWith<Need>;
}

/** The environment of a child process: ours, and `extra`. */
export function childEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...extra };
}

function kafkaOf(read: z.output<typeof settingsSchema>): KafkaSettings | undefined {
  const { KOMPASS_KAFKA_BROKERS: brokers, KOMPASS_KAFKA_SASL_USERNAME: username } = read;
  if (brokers === undefined) return undefined;
  const { KOMPASS_KAFKA_SASL_MECHANISM: mechanism, KOMPASS_KAFKA_SASL_PASSWORD: password = '' } = read;
  return {
    brokers,
    tls: read.KOMPASS_KAFKA_TLS === 'yes',
    sasl: username === undefined ? undefined : { mechanism, username, password },
    topicPrefix: read.KOMPASS_KAFKA_TOPIC_PREFIX,
    partitions: read.KOMPASS_KAFKA_PARTITIONS,
    replication: read.KOMPASS_KAFKA_REPLICATION,
    sessionTimeoutMs: read.KOMPASS_KAFKA_SESSION_SECONDS * 1000,
  };
}

function secretsRead(env: Readonly<Record<string, string | undefined>>) {
  try {
    return withSecretFiles(env, secrets);
  } catch (error) {
    throw error instanceof SecretFileUnreadable ? new WrongSettings([error.message]) : error;
  }
}

function problemsOf(issue: z.core.$ZodIssue, env: Record<string, string | undefined>): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => `${name}: no such setting`);
  const name = String(issue.path[0]);
  const shown = secrets.has(name) ? '' : `, not ${JSON.stringify(env[name])}`;
  return [`${name}: must be ${issue.message}${shown}`];
}
