import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { PassageVault, type Opened } from '@kompass/event-store';
import { Rejected } from '@kompass/kernel';
import type { FastifyRequest } from 'fastify';
import { catchError, type Observable } from 'rxjs';
import type { Interview, Slot } from '../domain/schedule.js';
import { Invitees } from '../invitees.adapter.js';
import { Schedules } from '../schedules.adapter.js';
import { shownInterview } from '../views/interview/interview.answer.js';

type NamedSlot = Slot<unknown> & { readonly slot: string };

/** Lets a refusal as `stale` show both values in words: the slot as it stands, and what its author had entered. */
@Injectable()
export class ConflictInterceptor implements NestInterceptor {
  constructor(
    private readonly vault: PassageVault,
    private readonly invitees: Invitees,
    private readonly schedules: Schedules,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { params } = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      catchError(async (error: unknown) => {
        const stale = error instanceof Rejected && error.code === 'stale';
        throw stale ? await this.#shown(error, (params as { id: string }).id) : error;
      }),
    );
  }

  async #shown({ detail }: Rejected, evaluation: string): Promise<Rejected> {
    const { slots, ...rest } = await this.vault.open(detail);
    const { state } = await this.schedules.load(evaluation);
    const names = await this.invitees.of(evaluation, state.invitees);
    const shown = (slots as NamedSlot[]).map(({ value, ...slot }) => {
      const isInterview = slot.slot.startsWith('interview/');
      return { ...slot, value: isInterview ? shownInterview(value as Opened<Interview>, names) : value };
    });
    return new Rejected('stale', { ...rest, slots: shown });
  }
}
