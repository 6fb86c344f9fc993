import { describe, expect, it } from '@jest/globals';
import { createLogger, NestLogger } from './logger.js';
import { logContext } from './request-context.js';

function lines(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const written: string[] = [];
  write(createLogger('debug', { write: (line) => void written.push(line) }));
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('is lines of JSON with the correlation id of the request', () => {
    const [line] = lines((logger) => logContext.run({ correlationId: 'c-1' }, () => logger.info('said')));
    expect(line).toEqual({ level: 'info', time: expect.any(String), correlationId: 'c-1', msg: 'said' });
  });

  it('holds no tokens, passwords, names or addresses', () => {
    const secret = 'should-not-stand-here';
    const error = Object.assign(new Error('insert failed'), {
      parameters: [secret],
      driverError: { detail: secret },
      code: '23505',
    });
    const text = JSON.stringify(
      lines((logger) => {
        logger.info(
          { password: secret, body: { password: secret, token: secret, email: secret, name: secret } },
          'x',
        );
        logger.info({ headers: { authorization: secret } }, 'x');
        logger.error({ err: error }, 'x');
      }),
    );
    expect(text).not.toContain(secret);
    expect(text).toContain('23505');
    expect(text).toContain('insert failed');
  });

  it('takes what Nest writes', () => {
    const error = new TypeError('broken');
    const written = lines((logger) => {
      const nest = new NestLogger(logger);
      nest.log('started', 'Runner');
      nest.log('Mapped {/x, GET} route', 'RouterExplorer');
      nest.error('went wrong', 'Error: x\n    at y (z.ts:1:1)', 'Runner');
      nest.error(error, 'Runner');
      nest.warn({ lag: 3 }, 'Runner');
    });
    expect(written).toMatchObject([
      { level: 'info', msg: 'started', context: 'Runner' },
      { level: 'debug', context: 'RouterExplorer' },
      { level: 'error', msg: 'went wrong', context: 'Runner', stack: expect.stringContaining('z.ts') },
      {
        level: 'error',
        msg: 'broken',
        context: 'Runner',
        err: { type: 'TypeError', stack: expect.any(String) },
      },
      { level: 'warn', lag: 3, context: 'Runner' },
    ]);
  });
});
