import { readCheckpoints } from './earlier-checkpoints.js';
import type { Lines } from './proof-format.js';
import type { ProofReport } from './proof-report.js';
import { ProofWalk } from './proof-walk.js';

export interface VerifyOptions {
  /** The key that must have signed, known from elsewhere: hex SHA-256 of its DER SPKI. */
  readonly fingerprint?: string;
  /** Lines of checkpoint files kept elsewhere: they tell what was cut off or rewritten since. */
  readonly checkpoints?: Lines;
}

/** Verifies a proof from its lines alone. */
export async function verifyProof(
  lines: Lines,
  { fingerprint, checkpoints = [] }: VerifyOptions = {},
): Promise<ProofReport> {
  const earlier = await readCheckpoints(checkpoints);
  const walk = new ProofWalk(fingerprint, earlier.checkpoints);
  for await (const line of lines) walk.read(line);
  const seen = walk.end();
  const faults = [...seen.faults, ...earlier.faults];
  const intact = fingerprint === undefined ? 'consistent' : 'proved';
  return { verdict: faults.length > 0 ? 'broken' : intact, ...seen, faults };
}
