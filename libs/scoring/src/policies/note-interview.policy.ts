import { unreachable } from '@kompass/kernel';
import type { Policy } from '@kompass/messaging';
import type { InterviewCommand } from '../domain/evaluation.commands.js';

/** Takes over which interviews took place: what covers the areas, and is evidence. */
export const noteInterview: Policy<InterviewCommand, 'kompass.scheduling.v1'> = {
  name: 'note-interview',
  topics: ['kompass.scheduling.v1'],

  react(message) {
    const { key: id, version: revision } = message;
    switch (message.type) {
      case 'InterviewHeld': {
        const { interviewId, group, areas, heldAt } = message.data;
        const at = new Date(heldAt).toISOString();
        const held = { interviewId, group, areas, heldAt: at, heldRevision: revision };
        return [{ id, command: { type: 'NoteInterview', ...held } }];
      }
      case 'InterviewCancelled': {
        const { interviewId } = message.data;
        return [{ id, command: { type: 'StrikeInterview', interviewId, cancelledRevision: revision } }];
      }
      default:
        return unreachable(message);
    }
  },
};
