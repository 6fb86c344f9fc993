import { asyncApiDocument } from '@kompass/contracts';
import { documentCommand } from './document-command.js';

export const asyncapiCommand = documentCommand({
  name: 'asyncapi',
  about: 'the AsyncAPI document of the messages between contexts',
  source: 'the messages',
  document: asyncApiDocument,
});
