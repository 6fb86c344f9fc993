import { createReadStream } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { linesOf, verifyProof } from '@kompass/event-store';
import { verdictText } from './verdict-text.js';

interface Options {
  readonly key?: string;
  readonly checkpoints?: string;
}

/** Exit code 0 where the proof is sound, 1 where it is broken or cannot be read. */
export const verifyCommand = new Command('verify')
  .description('verify an exported proof, offline')
  .argument('<file>', 'what GET /v1/evaluations/{id}/proof answered')
  .option('--key <fingerprint>', 'the key that must have signed it, known from elsewhere', fingerprintOf)
  .option('--checkpoints <file>', 'checkpoints kept elsewhere, to find what was cut off or rewritten since')
  .action(async (file: string, { key, checkpoints }: Options) => {
    const report = await verifyProof(linesOf(createReadStream(file)), {
      ...(key === undefined ? {} : { fingerprint: key }),
      ...(checkpoints === undefined ? {} : { checkpoints: linesOf(createReadStream(checkpoints)) }),
    });
    process.stdout.write(verdictText(report));
    if (report.verdict === 'broken') process.exitCode = 1;
  });

function fingerprintOf(text: string): string {
  const hex = text.replaceAll(':', '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new InvalidArgumentError('A fingerprint is 64 hexadecimal digits.');
  return hex;
}
