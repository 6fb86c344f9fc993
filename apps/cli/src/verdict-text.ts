import type { ProofFault, ProofFaultReason, ProofReport } from '@kompass/event-store';

const shownFaults = 10;

const reasons: Readonly<Record<ProofFaultReason, string>> = {
  unreadable: 'is not a line of a proof in its canonical form',
  misplaced: 'is in the wrong place',
  header: 'is not the header that was signed',
  revision: 'does not follow the event before it: an event is missing, doubled or out of order',
  prev: 'does not carry the hash of the event before it',
  hash: 'does not have the hash of what it says',
  unsigned: 'comes after the last event that was signed',
  rewritten: 'is not the event that was signed at this revision',
  truncated: 'should be followed by more: the end is missing',
  signature: 'has a signature that does not hold',
  key: 'is signed by another key',
};

/** What came of a proof, for people: the verdict, what it is about, and every fault with its place. */
export function verdictText(report: ProofReport): string {
  return [...headOf(report), ...faultsOf(report.faults)].map((line) => `${line}\n`).join('');
}

function headOf({
  verdict,
  header,
  events,
  withheld,
  checkpoint,
  fingerprint,
  compared,
}: ProofReport): string[] {
  const about = header ? `${header.stream} of log ${header.log}` : 'no header';
  const hidden = withheld > 0 ? `, ${withheld} of them with their payload withheld` : '';
  return [
    `${verdict}: ${about}`,
    `  ${events} events${hidden}`,
    ...(checkpoint && fingerprint ? [`  signed ${checkpoint.at} by key ${fingerprint}`] : []),
    ...(compared > 0 ? [`  compared with ${compared} checkpoints kept elsewhere`] : []),
    ...(verdict === 'consistent'
      ? ['  anybody could have signed it: give the key you know from elsewhere with --key']
      : []),
  ];
}

function faultsOf(faults: readonly ProofFault[]): string[] {
  const more = faults.length - shownFaults;
  return [
    ...faults.slice(0, shownFaults).map(({ file, line, revision, reason }) => {
      const place = file === 'checkpoints' ? `checkpoints, line ${line}` : `line ${line}`;
      return `  ${place}${revision === undefined ? '' : `, revision ${revision}`}: ${reasons[reason]}`;
    }),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
