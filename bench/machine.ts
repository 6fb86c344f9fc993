import { statfs } from 'node:fs/promises';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** What was measured on; nothing that names the machine. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Data lie in memory only: an append waits for no disk, so that nothing measured beside it means anything. */
  readonly dataInMemory: boolean;
}

/** Linux's number for tmpfs. */
const tmpfs = 0x01021994;

/** @param dataDir where the data of the measurements lie */
export async function machineWith(dataDir: string): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    system: `${type()} ${release()}`,
    node: process.version,
    dataInMemory: (await statfs(dataDir)).type === tmpfs,
  };
}
