import { DataSource } from 'typeorm';
import type { RunningInstance } from '@kompass/embedded';
import type { Program } from './program.js';

/** Something that is killed with `kill -9`. */
export interface Fault {
  /** How often, against the others. */
  readonly often: number;
  /** Whether the program goes on, and mends it by itself. */
  readonly survived: boolean;
  /** Whether it takes PostgreSQL away from what goes on. */
  readonly hitsPostgres: boolean;
  /** Kills; resolves when what must end by itself has ended. */
  readonly inflict: (program: Program, running: RunningInstance) => Promise<void>;
}

/** A form in which Kompass runs: its program, and what of it is killed. */
export interface Form {
  /** Its folder in `apps/`. */
  readonly program: 'standalone' | 'cluster';
  /** Its settings, beside the usual ones. */
  readonly env: Readonly<Record<string, string>>;
  readonly faults: Readonly<Record<string, Fault>>;
  /** Probability that a fault that is survived does not come alone. */
  readonly together: number;
  /** Within so many milliseconds of a start it is killed, where it is. */
  readonly startMs: number;
  /** `kill -9` of the engines in a data folder, if they run: they outlive the program. */
  readonly killEngines: (dataDir: string) => Promise<void>;
}

/** The processes of a PostgreSQL, the postmaster excepted; those that serve connections first. */
export async function backendsOf(url: string): Promise<readonly number[]> {
  const database = await new DataSource({ type: 'postgres', url }).initialize();
  try {
    const rows = await database.query<{ pid: number }[]>(
      `SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() ORDER BY backend_type <> 'client backend', pid`,
    );
    return rows.map(({ pid }) => pid);
  } finally {
    await database.destroy();
  }
}
