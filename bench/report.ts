import { judge, type Figure, type Goal } from './figure.js';
import type { Machine } from './machine.js';

/** One run: what `--json` prints. */
export interface Report {
  /** Made small to see that everything runs: the figures mean nothing. */
  readonly quick: boolean;
  readonly began: string;
  readonly seconds: number;
  readonly machine: Machine;
  readonly figures: readonly (Figure & ReturnType<typeof judge>)[];
}

const headings = ['', 'ours', 'beside', '', 'compared', 'goal', ''];

/** The run as a table, in Markdown that reads well in a terminal. */
export function tableOf({ figures }: Pick<Report, 'figures'>): string {
  const rows = figures.map((figure) => {
    const { name, unit, ours, beside, goal, value, met } = figure;
    return [
      name,
      `${shown(ours)} ${unit}`,
      beside ? `${shown(beside.value)} ${unit}` : '',
      beside?.what ?? '',
      value === undefined ? '' : comparison(goal?.of ?? 'ratio', value, unit),
      goal ? goalText(goal, unit) : '',
      met === undefined ? '' : met ? 'met' : '**missed**',
    ];
  });
  const widths = headings.map((heading, column) =>
    Math.max(3, heading.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line), ''].join('\n');
}

function comparison(of: Goal['of'], value: number, unit: string): string {
  switch (of) {
    case 'itself':
      return '';
    case 'difference':
      return `${value < 0 ? '' : '+'}${shown(value)} ${unit}`;
    case 'ratio':
      return `${value.toFixed(2)} ×`;
  }
}

function goalText(goal: Goal, unit: string): string {
  const [sign, limit] = 'atMost' in goal ? ['≤', goal.atMost] : ['≥', goal.atLeast];
  switch (goal.of) {
    case 'itself':
      return `${sign} ${limit} ${unit}`;
    case 'difference':
      return `${sign} +${limit} ${unit}`;
    case 'ratio':
      return `${sign} ${limit} ×`;
  }
}

/** Three digits that count. */
function shown(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}
