import type { Workbench } from './workbench.js';

/** Something that is measured: one file each. */
export interface Measurement {
  /** For `--only`. */
  readonly name: string;
  run(workbench: Workbench): Promise<readonly Figure[]>;
}

export type Unit = 'ms' | 's' | '/s' | 'MB';

/** What came of a measurement: our figure, and what was measured beside it in the same run. */
export interface Figure {
  readonly name: string;
  readonly unit: Unit;
  readonly ours: number;
  readonly beside?: { readonly what: string; readonly value: number };
  readonly goal?: Goal;
}

/** What the figure itself, its difference from what stands beside it, or its ratio to that must not pass. */
export type Goal = { readonly of: 'itself' | 'difference' | 'ratio' } & (
  { readonly atMost: number } | { readonly atLeast: number }
);

export interface Verdict {
  /** What the goal speaks of; without a goal the ratio, where there is something beside it. */
  readonly value: number | undefined;
  /** `undefined` where there is no goal. */
  readonly met: boolean | undefined;
}

/** Holds a figure to its goal. */
export function judge({ ours, beside, goal }: Figure): Verdict {
  const value = valueOf(goal?.of ?? 'ratio', ours, beside?.value);
  if (!goal) return { value, met: undefined };
  if (value === undefined) throw new Error(`a goal of ${goal.of} needs something beside it`);
  return { value, met: 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast };
}

function valueOf(of: Goal['of'], ours: number, beside: number | undefined): number | undefined {
  if (of === 'itself') return ours;
  if (beside === undefined) return undefined;
  return of === 'difference' ? ours - beside : ours / beside;
}
