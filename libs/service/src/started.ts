/** How to stop what was started, the first first. */
export type Started = (() => Promise<void>)[];

/** Stops the last started first; one that fails keeps none of the others from being stopped. */
export async function stopAll(started: Started): Promise<void> {
  const errors: unknown[] = [];
  for (const stopOne of started.splice(0).reverse())
    await stopOne().catch((error: unknown) => errors.push(error));
  if (errors.length > 0)
    throw new AggregateError(errors, `stopping failed: ${errors.map(String).join('; ')}`);
}
