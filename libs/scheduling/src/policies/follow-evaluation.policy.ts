import { unreachable } from '@kompass/kernel';
import type { Policy } from '@kompass/messaging';
import type { FollowingCommand } from '../domain/schedule.commands.js';

/** Opens a schedule with its evaluation, closes it with it, and knows who assesses. */
export const followEvaluation: Policy<FollowingCommand, 'kompass.scoring.v1'> = {
  name: 'follow-evaluation',
  topics: ['kompass.scoring.v1'],

  react(message) {
    const { key: id, version: revision } = message;
    switch (message.type) {
      case 'EvaluationOpened': {
        const { municipality, instrument, language } = message.data;
        const about = { evaluation: id, municipality, instrument, language };
        return [{ id, command: { type: 'OpenSchedule', ...about } }];
      }
      case 'AssessorAssigned':
      case 'AssessorReleased': {
        const { assessors } = message.data;
        return [{ id, command: { type: 'FollowAssessors', assessors, revision } }];
      }
      case 'EvaluationFinalised':
        return [{ id, command: { type: 'FollowStatus', status: 'finalised', revision } }];
      case 'EvaluationReopened':
        return [{ id, command: { type: 'FollowStatus', status: 'open', revision } }];
      default:
        return unreachable(message);
    }
  },
};
