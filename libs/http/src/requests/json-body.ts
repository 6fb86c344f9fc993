import { Rejected } from '@kompass/kernel';
import type { FastifyInstance } from 'fastify';

/** Nothing of ours is nested deeper; what walks a body may then be recursive. */
const deepest = 32;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Makes JSON the only body there is: UTF-8, of bounded depth, without keys that would change a prototype. */
export function acceptJsonOnly(instance: FastifyInstance): void {
  const parse = instance.getDefaultJsonParser('error', 'error');
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    let text: string;
    try {
      text = utf8.decode(body);
    } catch {
      return done(refused('not-utf-8'));
    }
    void parse(request, text, (error, value) => {
      if (error) done(refused('not-json'));
      else if (isDeeperThan(deepest, value)) done(refused('too-deep'));
      else done(null, value);
    });
  });
}

function refused(rule: string): Rejected {
  return new Rejected('invalid-request', { errors: [{ field: '', rule }] });
}

function isDeeperThan(depth: number, value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let at = 0; at <= depth; at += 1) {
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? Object.values(each as Record<string, unknown>) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
