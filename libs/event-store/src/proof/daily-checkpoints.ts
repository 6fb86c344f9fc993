import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { jcs } from '../canonical.js';
import type { ChainPoint } from '../chain.js';
import type { EventLog } from '../event-log.js';
import { comparePositions, formatPosition, parsePosition, type Position } from '../position.js';
import { signCheckpoint, type SigningKeys } from './checkpoint.js';
import { parseProofLine, type Stand } from './proof-format.js';

export interface DailyCheckpointsOptions {
  readonly log: EventLog;
  readonly logId: string;
  readonly keys: SigningKeys;
  /** Where the files are kept, one a day: `2017-09-14.jsonl`, by UTC. Copies elsewhere are what proves a cut. */
  readonly folder: string;
  /** Of the streams to sign, as in `EventLog.follow`. */
  readonly prefixes: readonly string[];
  /** Does the work unless another process does it at this moment: where several write to one folder. */
  readonly alone?: (work: () => Promise<void>) => Promise<void>;
  readonly now?: () => Date;
}

const everyMs = 3_600_000;
/** How long a stop waits for the last checkpoints; the next start makes up for them. */
const patienceMs = 1_500;

/**
 * Keeps the signed heads of streams, a file a day: at the start, every hour and at a clean stop it appends those of
 * the streams that changed since, and last where the log stood. So it holds no more in memory than what changed, and
 * the latest checkpoint of a stream is in the latest file that names it.
 */
export class DailyCheckpoints implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Checkpoints');
  readonly #ending = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #taken: Promise<void> = Promise.resolve();

  constructor(private readonly options: DailyCheckpointsOptions) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.take(), everyMs).unref();
    void this.take();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    const patience = setTimeout(() => this.#ending.abort(), patienceMs);
    await this.take();
    clearTimeout(patience);
  }

  /** Appends the heads that changed since the last time; one after another, and a failure is logged. */
  take(): Promise<void> {
    const { alone = (work) => work() } = this.options;
    return (this.#taken = this.#taken
      .then(() => alone(() => this.#take()))
      .catch((error: unknown) =>
        this.#logger.error(`the heads of the log were not signed: ${String(error)}`),
      ));
  }

  async #take(): Promise<void> {
    const { log, logId, keys, folder, prefixes, now = () => new Date() } = this.options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    let place = await this.#lastPlace();
    const heads = new Map<string, ChainPoint & { hash: string }>();
    let caughtUp = false;
    for await (const item of log.follow({
      prefixes,
      ...(place ? { after: place } : {}),
      signal: this.#ending.signal,
    })) {
      caughtUp = item.kind === 'caught-up';
      if (item.kind === 'event') {
        const { stream, revision, position, metadata } = item.event;
        heads.set(stream, { revision, hash: metadata.hash });
        place = position;
      }
      if (caughtUp) break;
    }
    if (!caughtUp || !place || heads.size === 0) return;
    const at = now().toISOString();
    const stand: Stand = { format: 'kompass-checkpoints/1', log: logId, position: formatPosition(place), at };
    const lines = [...heads].map(([stream, head]) =>
      signCheckpoint({ log: logId, stream, ...head, at }, keys),
    );
    await append(
      join(folder, `${at.slice(0, 10)}.jsonl`),
      [...lines, stand].map((line) => `${jcs(line)}\n`).join(''),
    );
  }

  /** Where to go on: from the beginning where that is not known, of another log, or beyond the end of this one. */
  async #lastPlace(): Promise<Position | undefined> {
    const place = await this.#signedUntil();
    if (!place) return undefined;
    const head = await this.options.log.head();
    if (head && comparePositions(place, head) <= 0) return place;
    this.#logger.error(
      `the heads in ${this.options.folder} are signed until ${formatPosition(place)}, but the log ends before it: ` +
        'it has lost its end, and is signed anew from the beginning; keep the files there are apart',
    );
    return undefined;
  }

  /** Where the log stood at the end of the latest file. */
  async #signedUntil(): Promise<Position | undefined> {
    const { folder, logId } = this.options;
    const latest = (await readdir(folder))
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .at(-1);
    if (latest === undefined) return undefined;
    const lines = (await readFile(join(folder, latest), 'utf8')).trimEnd().split('\n');
    const last = parseProofLine(lines.at(-1)!);
    return last?.kind === 'stand' && last.stand.log === logId
      ? parsePosition(last.stand.position)
      : undefined;
  }
}

/** Appends to a file so that after a crash either all of it is there or nothing. */
async function append(file: string, text: string): Promise<void> {
  const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const draft = await open(`${file}.new`, 'w', 0o600);
  try {
    await draft.writeFile(before + text);
    await draft.sync();
  } finally {
    await draft.close();
  }
  await rename(`${file}.new`, file);
}
