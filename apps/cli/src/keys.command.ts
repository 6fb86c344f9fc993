import { createPublicKey } from 'node:crypto';
import { Command } from 'commander';
import { routes } from '@kompass/contracts';
import { createInstallationKeys } from '@kompass/embedded';
import { fingerprintOf } from '@kompass/event-store';
import { administratorOf, withInstance, type InstanceOptions } from './instance.js';

const create = new Command('create')
  .description('make the keys of an installation of services (KOMPASS_KEYS)')
  .argument('<dir>', 'a folder that is not there yet')
  .action(async (dir: string) => {
    const { publicKey } = await createInstallationKeys(dir);
    process.stdout.write(`${dir}: keys made; fingerprint ${fingerprintOf(createPublicKey(publicKey))}\n`);
  });

const rotate = withInstance(new Command('rotate'))
  .description('make another key for the tokens between gateway and services; the one before goes by itself')
  .action(async (instance: InstanceOptions) => {
    const administrator = await administratorOf(instance);
    const { items } = await administrator.call(routes.rotateTokenKeys);
    for (const { kid, signsFrom } of items) process.stdout.write(`${kid}: signs from ${signsFrom}\n`);
  });

export const keysCommand = new Command('keys')
  .description('keys of the installation, and of tokens')
  .addCommand(create)
  .addCommand(rotate);
