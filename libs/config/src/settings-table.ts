import { z } from 'zod';
import { settingsSchema } from './settings.js';

/** The settings as the table in the README, so that a test can hold the two together. */
export function settingsTable(): string {
  const { properties = {} } = z.toJSONSchema(settingsSchema, { io: 'input' });
  const rows = Object.entries(properties).map(([name, property]) => {
    const { default: value, description } = property as { default?: string; description?: string };
    return `| \`${name}\` | ${value === undefined ? '–' : `\`${value}\``} | ${description} |`;
  });
  return ['| variable | default | what it does |', '|---|---|---|', ...rows, ''].join('\n');
}
