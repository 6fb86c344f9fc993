export interface Welcome {
  /** Where Kompass answers. */
  readonly url: string;
  readonly dataDir: string;
  /** Of the key that signs the log's heads: what an auditor pins. */
  readonly fingerprint: string;
  /** Path of the link for the first administrator, while there is none. */
  readonly link: string | undefined;
}

/** What a program says once it is ready: where it answers and, while there is no administrator, how to become the first. */
export function welcomeText({ url, dataDir, fingerprint, link }: Welcome): string {
  const first = link
    ? `
There is no administrator yet. This link makes one, once:
  curl -X POST ${url}${link} -H 'content-type: application/json' \\
    -d '{"email":"you@example.org","name":"Your Name","password":"at least 12 characters"}'
`
    : '';
  return `\nKompass is ready: ${url}\nData: ${dataDir}\nFingerprint of its key, for kompass verify --key: ${fingerprint}\n${first}`;
}
