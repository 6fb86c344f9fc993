import type { Reader } from '@kompass/http';
import { own } from '@kompass/kernel';
import type { AccessRow } from './access.projection.js';

/**
 * What of an evaluation a reader sees: the work itself; the draft, which is the figures of the work; the last finalised
 * edition; or not even that it exists.
 */
export type Reading = 'working' | 'draft' | 'published' | 'nothing';

/** A proposal, as far as it decides who sees it. */
export interface ProposalOf {
  readonly area: string;
  readonly assessor: string;
}

/** What a reader sees of an evaluation. */
export interface Visible {
  readonly reading: Reading;
  /** Whether they see what was said of the draft: besides those who see the work, whose municipality it is. */
  readonly seesRemarks: boolean;
  /**
   * Whether they see a proposal: its indicator, points, levels, rationale, evidence. One's own always; those of others
   * once their area is revealed, and while one sees the work itself.
   */
  readonly seesProposal: (proposal: ProposalOf) => boolean;
}

/** The one place that says who sees what (design decision 15): the roles of http.md, and blind until revealed. */
export function visibleTo(reader: Reader, access: AccessRow | undefined): Visible {
  const reading = readingOf(reader, access);
  if (!access || reader === 'anybody' || reading !== 'working') {
    const seesRemarks = reading !== 'nothing' && isTheirs(reader, access);
    return { reading, seesRemarks, seesProposal: () => false };
  }
  return {
    reading,
    seesRemarks: true,
    seesProposal: ({ area, assessor }) => assessor === reader.accountId || isRevealed(access, area),
  };
}

function readingOf(reader: Reader, access: AccessRow | undefined): Reading {
  if (!access) return 'nothing';
  const published = access.published ? 'published' : 'nothing';
  if (reader === 'anybody') return published;
  const { accountId, roles } = reader;
  if (roles.includes('admin') || roles.includes('auditor')) return 'working';
  if (roles.includes('assessor') && access.members.includes(accountId)) return 'working';
  return access.draft && isTheirs(reader, access) ? 'draft' : published;
}

/** Whether somebody speaks for the municipality that is evaluated. */
function isTheirs(reader: Reader, access: AccessRow | undefined): boolean {
  if (reader === 'anybody' || !reader.roles.includes('municipality')) return false;
  return reader.municipality !== undefined && reader.municipality === access?.municipality;
}

function isRevealed({ blind, revealed }: AccessRow, area: string): boolean {
  return !blind || own(revealed, area) !== undefined;
}

/** Whether a proposal of this revision came when its author could see those of others; never where nothing was blind. */
export function isAfterReveal({ blind, revealed }: AccessRow, area: string, revision: number): boolean {
  const since = own(revealed, area);
  return blind && since !== undefined && revision > since;
}
