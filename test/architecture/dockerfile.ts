/** One line of a Dockerfile: `COPY --from=build a b` is `COPY`, `{ from: 'build' }`, `['a', 'b']`. */
export interface Step {
  readonly instruction: string;
  readonly flags: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  /** Everything after the flags. */
  readonly text: string;
}

/** What stands between a `FROM` and the next. */
export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly steps: readonly Step[];
}

/** The stages of a Dockerfile that uses neither here-documents nor lines continued within quotes. */
export function stagesOf(dockerfile: string): readonly Stage[] {
  const stages: { image: string; name: string | undefined; steps: Step[] }[] = [];
  const lines = dockerfile.replaceAll(/^\s*#.*\n/gm, '').replaceAll('\\\n', ' ');
  for (const line of lines.split('\n').filter((each) => each.trim() !== '')) {
    const step = stepOf(line.trim());
    if (step.instruction === 'FROM') {
      const [image, , name] = step.words;
      stages.push({ image: image!, name, steps: [] });
    } else {
      stages.at(-1)!.steps.push(step);
    }
  }
  return stages;
}

function stepOf(line: string): Step {
  const [instruction, ...rest] = line.split(/\s+/) as [string, ...string[]];
  const isFlag = (word: string) => word.startsWith('--');
  const first = rest.findIndex((word) => !isFlag(word));
  const words = rest.slice(first);
  const flags = rest.slice(0, first).map((flag) => /^--([^=]+)=(.*)$/.exec(flag)!.slice(1));
  return {
    instruction,
    flags: Object.fromEntries(flags) as Record<string, string>,
    words,
    text: words.join(' '),
  };
}
