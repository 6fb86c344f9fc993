/** How one rule of the house is broken, and what beside it must stay allowed. */
export interface Probe {
  /** Where the modules stand; a star, here and in their text, becomes a name of their own. */
  readonly module: string;
  /** Modules that break this rule and no other. */
  readonly breaks: readonly string[];
  /** Modules that break no rule. */
  readonly keeps: readonly string[];
}

/** By the name of the rule: its probe, or one for each kind of place. */
export type Probes = Readonly<Record<string, Probe | readonly Probe[]>>;

/** One module to be written, and the rules that must find fault with it. */
export interface Case {
  readonly path: string;
  readonly text: string;
  readonly told: readonly string[];
}

/** Every module of the probes; each has a path of its own, so that a tool reads all of them in one run. */
export function casesOf(probes: Probes): readonly Case[] {
  return Object.entries(probes).flatMap(([rule, probe]) =>
    [probe].flat().flatMap(({ module, breaks, keeps }: Probe, place) => {
      const caseOf = (kind: string, told: readonly string[]) => (text: string, index: number) => {
        const name = [rule.slice(rule.indexOf('/') + 1), place, kind, index].join('-');
        return { path: module.replace('*', name), text: `${text.replaceAll('./*', `./${name}`)}\n`, told };
      };
      return [...breaks.map(caseOf('broken', [rule])), ...keeps.map(caseOf('kept', []))];
    }),
  );
}

/** The modules as files: text by path. */
export function filesOf(cases: readonly Case[]): Readonly<Record<string, string>> {
  return Object.fromEntries(cases.map(({ path, text }) => [path, text]));
}
