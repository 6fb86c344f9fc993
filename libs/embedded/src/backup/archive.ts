import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { StartupProblem } from '../startup-problem.js';
import { entryNames, parseManifest } from './manifest.js';
import type { Entry, Manifest } from './manifest.js';

/** Where an entry lies while an archive is made or read; its name is data and never a path. */
export function entryFile(folder: string, name: string): string {
  return join(folder, encodeURIComponent(name));
}

/** Writes a stream to an entry's file, and says what it was. */
export async function spool(source: AsyncIterable<Uint8Array>, file: string): Promise<Entry> {
  const hash = createHash('sha256');
  let bytes = 0;
  const observed = async function* () {
    for await (const chunk of source) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  await pipeline(observed, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  return { bytes, sha256: hash.digest('hex') };
}

/** Packs the manifest and the entries that lie in `folder` into a new `file`, synced to disk. */
export async function packArchive(folder: string, manifest: Manifest, file: string): Promise<void> {
  const archive = pack();
  const fill = async () => {
    archive.entry({ name: entryNames.manifest }, JSON.stringify(manifest, null, 2));
    for (const [name, { bytes }] of Object.entries(manifest.entries)) {
      await pipeline(createReadStream(entryFile(folder, name)), archive.entry({ name, size: bytes }));
    }
    archive.finalize();
  };
  const output = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
  await Promise.all([pipeline(archive, createGzip(), output), fill()]);
}

/**
 * Unpacks `file` into `folder`, and holds every byte against the manifest.
 *
 * @throws StartupProblem when the file is damaged, or of a newer version
 */
export async function unpackArchive(file: string, folder: string): Promise<Manifest> {
  const damaged = (why: string) => new StartupProblem(`backup ${file} is damaged (${why}): use another`);
  const archive = extract();
  const reading = pipeline(createReadStream(file), createGunzip(), archive);
  reading.catch(() => undefined); // awaited below
  let manifest: Manifest | undefined;
  const found = new Map<string, Entry>();
  try {
    for await (const entry of archive) {
      const { name } = entry.header;
      if (manifest === undefined) {
        manifest = name === entryNames.manifest ? known(await text(entry), file) : undefined;
        if (!manifest) throw damaged('it does not begin with its manifest');
      } else {
        if (!(name in manifest.entries) || found.has(name)) throw damaged(`${name} is not in its manifest`);
        found.set(name, await spool(entry as AsyncIterable<Uint8Array>, entryFile(folder, name)));
      }
    }
    await reading;
  } catch (error) {
    if (error instanceof StartupProblem) throw error;
    throw damaged(error instanceof Error ? error.message : String(error));
  }
  if (!manifest) throw damaged('it is empty');
  for (const [name, expected] of Object.entries(manifest.entries)) {
    if (found.get(name)?.sha256 !== expected.sha256) throw damaged(`${name} is not what was written`);
  }
  return manifest;
}

function known(text: string, file: string): Manifest | undefined {
  const manifest = parseManifest(text);
  if (manifest === 'newer') {
    throw new StartupProblem(
      `backup ${file} was written by a newer version of Kompass: restore it with that`,
    );
  }
  return manifest === 'damaged' ? undefined : manifest;
}
