import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { features, ServerFeaturesService, StreamsService } from './protocol.js';
import type { shared } from './protocol.js';

/** The version of EventStoreDB whose protocol the node speaks. */
const protocolVersion = '23.10.0';

const supported = [
  StreamsService.append,
  StreamsService.batchAppend,
  StreamsService.read,
  ServerFeaturesService.getSupportedMethods,
];

/** What the node can do, by which clients choose: with `batchappend` they append over one long stream. */
export function supportedMethods(): features.SupportedMethods {
  const methods = supported.map(({ path }) => {
    const [, service = '', method = ''] = path.toLowerCase().split('/');
    return new features.SupportedMethod().setServiceName(service).setMethodName(method);
  });
  return new features.SupportedMethods().setEventStoreServerVersion(protocolVersion).setMethodsList(methods);
}

export const serverFeatures = {
  getSupportedMethods: (
    _call: ServerUnaryCall<shared.Empty, features.SupportedMethods>,
    respond: sendUnaryData<features.SupportedMethods>,
  ): void => respond(null, supportedMethods()),
};
