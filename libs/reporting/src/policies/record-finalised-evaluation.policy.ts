import { unreachable } from '@kompass/kernel';
import type { Policy } from '@kompass/messaging';
import type { EvaluationCommand } from '../domain/result.commands.js';

/** Takes over what an evaluation was finalised with, and that it was reopened. */
export const recordFinalisedEvaluation: Policy<EvaluationCommand, 'kompass.scoring.v1'> = {
  name: 'record-finalised-evaluation',
  topics: ['kompass.scoring.v1'],

  react(message) {
    const { key: id, version: revision } = message;
    switch (message.type) {
      case 'EvaluationFinalised':
        return [{ id, command: { type: 'AdoptEvaluation', ...message.data, revision } }];
      case 'EvaluationReopened':
        return [{ id, command: { type: 'MarkReopened', edition: message.data.edition, revision } }];
      case 'EvaluationOpened':
      case 'AssessorAssigned':
      case 'AssessorReleased':
        return [];
      default:
        return unreachable(message);
    }
  },
};
