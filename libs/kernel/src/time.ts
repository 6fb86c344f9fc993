import { Rejected } from './rejected.js';

/** A date of the world that may be known only in part: `2017`, `2017-09` or `2017-09-14`. */
export type PartialDate = string;

const partialDate = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** @throws Rejected `date-unreadable` unless `value` is a partial date that exists */
export function partialDateOf(value: string, field = 'date'): PartialDate {
  const [, year, month = '01', day = '01'] = partialDate.exec(value) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (year === undefined || Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) {
    throw new Rejected('date-unreadable', { field, value });
  }
  return value;
}

/** The year of a partial date. */
export function yearOf(date: PartialDate): number {
  return Number(date.slice(0, 4));
}
