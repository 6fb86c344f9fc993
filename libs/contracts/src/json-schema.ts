import { z } from 'zod';

export type Json = Record<string, unknown>;

/** Leaves out what a format or a type says already. */
function readable({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format !== undefined || jsonSchema.type === 'integer') delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

/**
 * A schema as JSON Schema, for the documents of our interfaces; what has a name of its own goes to `components`.
 *
 * @param io what is sent to us (`input`) or what we send (`output`: no field beside those it names)
 * @throws Error where two schemas have one name
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output', components: Json): Json {
  // Wrapped, so that a schema with a name is referred to like one that stands inside another.
  const { $defs = {}, properties } = z.toJSONSchema(z.object({ schema }), {
    io,
    override: readable,
  }) as unknown as {
    $defs?: Record<string, Json>;
    properties: { schema: Json };
  };
  for (const [name, { id: _id, ...definition }] of Object.entries($defs)) {
    const shared = referring(definition);
    if (components[name] !== undefined && JSON.stringify(components[name]) !== JSON.stringify(shared)) {
      throw new Error(`two schemas are called ${name}`);
    }
    components[name] = shared;
  }
  return referring(properties.schema) as Json;
}

/** The same with its references pointing into `components`. */
function referring(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(referring);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) =>
      key === '$ref' && typeof each === 'string'
        ? [key, each.replace('#/$defs/', '#/components/schemas/')]
        : [key, referring(each)],
    ),
  );
}
