import { verifyCheckpoint, type Checkpoint } from './checkpoint.js';
import { parseProofLine, type Lines } from './proof-format.js';
import type { ProofFault } from './proof-report.js';

/** A checkpoint of a file kept apart from the proof, its signature verified. */
export interface EarlierCheckpoint {
  readonly line: number;
  readonly checkpoint: Checkpoint;
  /** Fingerprint of the key that signed it. */
  readonly signer: string;
}

export async function readCheckpoints(
  lines: Lines,
): Promise<{ readonly checkpoints: EarlierCheckpoint[]; readonly faults: ProofFault[] }> {
  const checkpoints: EarlierCheckpoint[] = [];
  const faults: ProofFault[] = [];
  let line = 0;
  for await (const text of lines) {
    line += 1;
    const part = parseProofLine(text);
    if (part?.kind === 'stand') continue;
    const checkpoint = part?.kind === 'checkpoint' ? part.checkpoint : undefined;
    const signer = checkpoint && verifyCheckpoint(checkpoint);
    if (checkpoint && signer) checkpoints.push({ line, checkpoint, signer });
    else faults.push({ file: 'checkpoints', line, reason: checkpoint ? 'signature' : 'unreadable' });
  }
  return { checkpoints, faults };
}
