import { StreamableFile } from '@nestjs/common';
import { routes } from '@kompass/contracts';
import { icalendarOf, type CalendarEntry } from './icalendar.answer.js';

/** A calendar as a file that programs subscribe to. */
export function calendarFile(name: string, entries: readonly CalendarEntry[]): StreamableFile {
  return new StreamableFile(Buffer.from(icalendarOf(`Kompass: ${name}`, entries)), {
    type: `${routes.readCalendar.media}; charset=utf-8`,
    disposition: `inline; filename="${name}.ics"`,
  });
}
