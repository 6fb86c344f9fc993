import { readFile, writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';

interface Options {
  readonly check?: string;
  readonly write?: string;
}

export interface DescribedInterface {
  /** Of the command. */
  readonly name: string;
  readonly about: string;
  /** What in the code the document is made of. */
  readonly source: string;
  readonly document: () => object;
}

/** A command for the generated description of an interface: prints it, writes it, or holds a file to it. */
export function documentCommand({ name, about, source, document }: DescribedInterface): Command {
  return new Command(name)
    .description(`print ${about}`)
    .addOption(new Option('--check <file>', 'fail unless the file holds it').conflicts('write'))
    .option('--write <file>', 'write it to a file')
    .action(async ({ check, write }: Options) => {
      const text = `${JSON.stringify(document(), null, 2)}\n`;
      if (write !== undefined) await writeFile(write, text);
      else if (check === undefined) process.stdout.write(text);
      else if ((await readFile(check, 'utf8')) !== text)
        throw new Error(
          `${check} is not what ${source} say: write it anew with \`kompass ${name} --write ${check}\``,
        );
    });
}
