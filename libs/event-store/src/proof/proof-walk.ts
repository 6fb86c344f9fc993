import { sha256 } from '../canonical.js';
import { chainOrigin, findLinkFault, type ChainPoint } from '../chain.js';
import { verifyCheckpoint, type Checkpoint } from './checkpoint.js';
import type { EarlierCheckpoint } from './earlier-checkpoints.js';
import { parseProofLine, type ProofEvent, type ProofHeader } from './proof-format.js';
import type { ProofFault, ProofFaultReason, ProofReport } from './proof-report.js';

/** Reads a proof line by line and holds no more of it than where its chain stands. */
export class ProofWalk {
  readonly #faults: ProofFault[] = [];
  #line = 0;
  #header: ProofHeader | undefined;
  #headerDigest: string | undefined;
  #end: ChainPoint = chainOrigin;
  #events = 0;
  #withheld = 0;
  #checkpoint: Checkpoint | undefined;
  #signer: string | undefined;
  #earlier: readonly EarlierCheckpoint[] = [];

  constructor(
    private readonly pinned: string | undefined,
    private readonly checkpoints: readonly EarlierCheckpoint[],
  ) {}

  read(text: string): void {
    this.#line += 1;
    const part = parseProofLine(text);
    if (!part) {
      this.#fault('unreadable');
      this.#end = { revision: this.#end.revision + (this.#line === 1 ? 0 : 1), hash: undefined };
      return;
    }
    const beginning = part.kind === 'header';
    if (beginning !== (this.#line === 1) || this.#checkpoint || part.kind === 'stand')
      this.#fault('misplaced');
    if (part.kind === 'header') this.#begin(part.header, text);
    if (part.kind === 'event') this.#follow(part.event);
    if (part.kind === 'checkpoint') this.#close(part.checkpoint);
  }

  end(): Omit<ProofReport, 'verdict'> {
    if (!this.#checkpoint) this.#fault('truncated');
    for (const { line, checkpoint, signer } of this.#earlier) {
      if (checkpoint.revision > this.#end.revision) this.#fault('truncated', this.#end.revision + 1);
      if (signer !== (this.pinned ?? this.#signer))
        this.#faults.push({ file: 'checkpoints', line, reason: 'key' });
    }
    return {
      header: this.#header,
      events: this.#events,
      withheld: this.#withheld,
      checkpoint: this.#checkpoint,
      fingerprint: this.#signer,
      compared: this.#earlier.length,
      faults: this.#faults.sort((a, b) => a.line - b.line),
    };
  }

  #begin(header: ProofHeader, text: string): void {
    this.#header = header;
    this.#headerDigest = sha256(text);
    this.#earlier = this.checkpoints.filter(
      ({ checkpoint }) => checkpoint.log === header.log && checkpoint.stream === header.stream,
    );
  }

  #follow(event: ProofEvent): void {
    this.#events += 1;
    if (!('data' in event)) this.#withheld += 1;
    const { revision } = event;
    const reason = this.#header && findLinkFault(this.#end, { ...event, stream: this.#header.stream });
    if (reason) this.#fault(reason, revision);
    const hash = event.metadata.hash;
    if (this.#earlier.some(({ checkpoint }) => checkpoint.revision === revision && checkpoint.hash !== hash))
      this.#fault('rewritten', revision);
    // After a fault the walk goes on from what the event says of itself, so that one change is one fault.
    this.#end = { revision, hash: reason === undefined ? hash : undefined };
  }

  #close(checkpoint: Checkpoint): void {
    this.#checkpoint ??= checkpoint;
    this.#signer = verifyCheckpoint(checkpoint);
    if (!this.#signer) return this.#fault('signature');
    if (this.pinned !== undefined && this.#signer !== this.pinned) this.#fault('key');
    const { log, stream } = this.#header ?? {};
    if (checkpoint.header !== this.#headerDigest || checkpoint.log !== log || checkpoint.stream !== stream)
      this.#fault('header', undefined, 1);
    const { revision, hash } = this.#end;
    if (checkpoint.revision > revision) this.#fault('truncated', revision + 1);
    else if (checkpoint.revision < revision)
      this.#fault('unsigned', checkpoint.revision + 1, checkpoint.revision + 3);
    else if (hash !== undefined && checkpoint.hash !== hash) this.#fault('rewritten', revision);
  }

  #fault(reason: ProofFaultReason, revision?: number, line = this.#line): void {
    this.#faults.push({ file: 'proof', line, ...(revision === undefined ? {} : { revision }), reason });
  }
}
