import { Command } from 'commander';
import { readSettings } from '@kompass/config';
import { routes, type KompassClient } from '@kompass/contracts';
import { runDemo, type DemoAccount } from '@kompass/demo';
import { administratorOf, withInstance, type InstanceOptions } from './instance.js';

export const demoCommand = withInstance(new Command('demo'))
  .description('load the demo, Røros 2013 and 2017, into a running instance that holds nothing else')
  .action(async (instance: InstanceOptions) => {
    const administrator = await administratorOf(instance);
    await runDemo({
      url: administrator.baseUrl,
      password: readSettings().demoPassword,
      seed: (accounts) => seed(administrator, accounts),
      output: process.stdout,
    });
  });

/** Their password is known to everybody: they have no place beside accounts of others. */
async function seed(administrator: KompassClient, accounts: readonly DemoAccount[]): Promise<void> {
  const { items } = await administrator.call(routes.listAccounts);
  const known = new Set(items.map(({ id }) => id));
  if (items.some(({ id }) => !accounts.some((account) => account.id === id)))
    throw new Error("there are accounts that are not the demo's: it wants an empty installation");
  for (const body of accounts.filter(({ id }) => !known.has(id)))
    await administrator.call(routes.createAccount, { body });
}
