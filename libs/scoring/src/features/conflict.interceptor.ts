import { Injectable, type CallHandler, type NestInterceptor } from '@nestjs/common';
import { PassageVault, type Opened } from '@kompass/event-store';
import { Rejected } from '@kompass/kernel';
import { catchError, type Observable } from 'rxjs';
import type { NamedSlot } from '../domain/scores/slots.js';
import { shownSlot } from '../views/slot.answer.js';

/** Lets a refusal as `stale` show both values in words: the slots as they stand, and what its author had entered. */
@Injectable()
export class ConflictInterceptor implements NestInterceptor {
  constructor(private readonly vault: PassageVault) {}

  intercept(_context: unknown, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError(async (error: unknown) => {
        throw error instanceof Rejected ? await this.shown(error) : error;
      }),
    );
  }

  /** The refusal with its texts opened, its points as JSON shows them. */
  async shown(rejected: Rejected): Promise<Rejected> {
    if (rejected.code !== 'stale') return rejected;
    const { slots, ...rest } = await this.vault.open(rejected.detail);
    return new Rejected('stale', { ...rest, slots: (slots as Opened<NamedSlot>[]).map(shownSlot) });
  }
}
