import { openApiDocument } from '@kompass/http';
import { documentCommand } from './document-command.js';

export const openapiCommand = documentCommand({
  name: 'openapi',
  about: 'the OpenAPI document of the HTTP interface',
  source: 'the routes',
  document: openApiDocument,
});
