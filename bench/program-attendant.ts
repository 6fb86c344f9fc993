/**
 * Loaded into the program beside it (`--import`): tells the bench how much memory the process has held at most, and
 * ends the program when the bench is gone.
 */
import { readFileSync } from 'node:fs';

process.on('message', () => process.send?.(peakBytes()));
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));

/** Linux counts in `maxRSS` also what the parent held when it forked; `VmHWM` is this program's alone. */
function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
