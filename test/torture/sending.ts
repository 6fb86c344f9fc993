import type { AnswerOf, RequestOf, Route } from '@kompass/contracts';
import type { Chance } from './chance.js';
import type { Fate, Remembered } from './memory.js';

export type Params = { readonly id: string } & Readonly<Record<string, string>>;

/** A command on its way: what to send, and what will be known of it by the answer. */
export interface Sending<R extends Route = Route> {
  readonly route: R;
  readonly params: Params;
  readonly body?: object;
  readonly parts: readonly Remembered[];
  /** The fates of `parts`, as the answer tells them. */
  readonly fates: (answer: AnswerOf<R>) => readonly Fate[];
}

/** What a command is expected to do. */
export interface Expected extends Pick<Remembered, 'type' | 'says'> {
  /** Category of the stream. */
  readonly in: 'evaluation' | 'schedule';
}

/** What somebody has at hand who does something in one evaluation. */
export interface Work {
  readonly evaluation: string;
  /** Whether they lead it. */
  readonly lead: boolean;
  /** Their account. */
  readonly account: string;
  readonly chance: Chance;
  /** Asks; nothing where there is no answer. */
  ask<R extends Route>(route: R, request: RequestOf<R>): Promise<AnswerOf<R> | undefined>;
  /** Remembers a command that is sent next, or one item of a bulk. */
  remember(route: Route, params: Params, expected: Expected, item?: number): Remembered;
}

/** Something that one does: a command, where there is occasion for it. */
export type Habit = (work: Work) => Sending | undefined | Promise<Sending | undefined>;

/** A command that leads to one event. */
export function toOneEvent(
  { remember }: Work,
  route: Route,
  params: Params,
  body: object | undefined,
  expected: Expected,
): Sending {
  const fates = (answer: unknown): Fate[] => {
    const { revision, position } = answer as { revision: number; position: string };
    return [{ kind: 'accepted', events: 1, revision, position }];
  };
  return {
    route,
    params,
    ...(body ? { body } : {}),
    parts: [remember(route, params, expected)],
    fates,
  };
}
