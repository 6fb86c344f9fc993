import { readFile, writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { openApiDocument } from '@kompass/http';

interface Options {
  readonly check?: string;
  readonly write?: string;
}

export const openapiCommand = new Command('openapi')
  .description('print the OpenAPI document of the HTTP interface')
  .addOption(new Option('--check <file>', 'fail unless the file holds it').conflicts('write'))
  .option('--write <file>', 'write it to a file')
  .action(async ({ check, write }: Options) => {
    const text = `${JSON.stringify(openApiDocument(), null, 2)}\n`;
    if (write !== undefined) await writeFile(write, text);
    else if (check === undefined) process.stdout.write(text);
    else if ((await readFile(check, 'utf8')) !== text)
      throw new Error(
        `${check} is not what the routes say: write it anew with \`kompass openapi --write ${check}\``,
      );
  });
