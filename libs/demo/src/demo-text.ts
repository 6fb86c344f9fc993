import { demoAccounts, demoEmail } from './demo-accounts.js';
import type { DemoCoverage } from './demo-coverage.js';
import type { DemoFigures } from './demo-figures.js';
import type { Progress } from './demo-client.js';

/** Shows how a load goes on: one line a step, redrawn where somebody is looking. */
export function progressOn(output: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>): Progress {
  return (step, done, of) => {
    const line = `  ${step.padEnd(36)} ${String(done).padStart(3)} of ${of}`;
    if (output.isTTY) output.write(`\r${line}${done === of ? '\n' : ''}`);
    else if (done === of) output.write(`${line}\n`);
  };
}

export interface DemoOutcome {
  readonly url: string;
  readonly password: string;
  /** Of the key that signs the proofs, where it is known. */
  readonly fingerprint?: string | undefined;
  /** The command that shows the demo and stays: `npm run demo --`. */
  readonly command?: string | undefined;
  readonly figures: DemoFigures;
  readonly coverage: DemoCoverage;
}

/** What the demo tells at its end: the figures, the interviews behind them, where to look, five things to try. */
export function demoText({ url, password, fingerprint, command, figures, coverage }: DemoOutcome): string {
  const { total, change, areas } = figures;
  const width = Math.max(...areas.map(({ title }) => title.length));
  const rows = areas.map(({ id, title, from, to }) => {
    const gain = from !== null && to !== null ? `(${to >= from ? '+' : ''}${to - from})` : '';
    return `  ${id}  ${title.padEnd(width)}  ${figure(from)} → ${figure(to)}  ${gain}`;
  });
  const covered = coverage.areas.map(({ id, title, held, planned }) => {
    const gap = held < coverage.wanted ? '  too few' : '';
    return `  ${id}  ${title.padEnd(width)}  ${figure(held)} of ${planned}${gap}`;
  });
  const accounts = demoAccounts.map(({ id, name }) => `  ${demoEmail(id).padEnd(34)} ${name}`);
  const api = `${url}/v1`;
  return `
Røros 2013 and 2017, by area (printed points of 100)
${rows.join('\n')}

  2017: ${total}
  2013 → 2017: ${change}

Interviews of 2017 held, by area (${coverage.wanted} wanted in each; gaps and the fewest first)
${covered.join('\n')}

Kompass is ready: ${url}
Accounts (password ${password}):
${accounts.join('\n')}

Five things to try:
  curl ${api}/evaluations/roros-2017/totals
  curl '${api}/municipalities/1640/longitudinal?from=2013&to=2017'
  TOKEN=$(curl -s ${api}/sessions -H 'content-type: application/json' -d '{"email":"auditor@kompass.example","password":"${password}"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')
  curl -H "authorization: Bearer $TOKEN" '${api}/evaluations/roros-2017/audit?indicator=5.6.2'
  curl -s ${api}/evaluations/roros-2017/proof > roros.proof && npm run -s kompass -- verify roros.proof${fingerprint ? ` --key ${fingerprint}` : ''}
${command ? `\nCtrl-C stops it; the next start finds everything. Start over with: ${command} --reset\n` : ''}`;
}

function figure(points: number | null): string {
  return points === null ? '  –' : String(points).padStart(3);
}
