import { Code, type ConnectRouter } from '@connectrpc/connect';
import { ServerReflection, ServerReflectionAlpha } from '@remotemedia/protocol/grpc';
import { ServiceIndex } from './service-index.ts';

/** A question in either version. */
interface Request {
  readonly host: string;
  readonly messageRequest:
    | { readonly case: 'fileByFilename' | 'fileContainingSymbol' | 'allExtensionNumbersOfType'; readonly value: string }
    | { readonly case: 'listServices'; readonly value: string }
    | {
        readonly case: 'fileContainingExtension';
        readonly value: { readonly containingType: string; readonly extensionNumber: number };
      }
    | { readonly case: undefined };
}

/** An answer for either version. */
type Answer =
  | { case: 'fileDescriptorResponse'; value: { fileDescriptorProto: Uint8Array[] } }
  | { case: 'allExtensionNumbersResponse'; value: { baseTypeName: string } }
  | { case: 'listServicesResponse'; value: { service: { name: string }[] } }
  | { case: 'errorResponse'; value: { errorCode: number; errorMessage: string } };

/** Most characters of a name that go back in an answer. */
const MAX_ECHO_LENGTH = 200;

/**
 * Adds gRPC server reflection, so that tools (`buf curl`, grpcurl, Postman) need no .proto files. It describes what
 * the router has when it is first asked.
 */
export function addReflection(router: ConnectRouter): void {
  let index: ServiceIndex | undefined;
  async function* answers<T extends Request>(requests: AsyncIterable<T>) {
    for await (const request of requests) {
      index ??= new ServiceIndex(router.handlers.map(({ service }) => service));
      const messageResponse = answerTo(index, request.messageRequest);
      yield { validHost: request.host, originalRequest: request, messageResponse };
    }
  }
  router.service(ServerReflection, { serverReflectionInfo: (requests) => answers(requests) });
  router.service(ServerReflectionAlpha, { serverReflectionInfo: (requests) => answers(requests) });
}

function answerTo(index: ServiceIndex, question: Request['messageRequest']): Answer {
  switch (question.case) {
    case 'listServices':
      return { case: 'listServicesResponse', value: { service: index.serviceNames.map((name) => ({ name })) } };
    case 'fileByFilename':
      return files(index.file(question.value), question.value);
    case 'fileContainingSymbol':
      return files(index.fileOf(question.value), question.value);
    case 'allExtensionNumbersOfType':
      // No message here has extensions.
      return index.hasMessage(question.value)
        ? { case: 'allExtensionNumbersResponse', value: { baseTypeName: question.value } }
        : notFound(question.value);
    case 'fileContainingExtension':
      return notFound(`extension ${question.value.extensionNumber} of ${question.value.containingType}`);
    default:
      return error(Code.InvalidArgument, 'nothing was asked for');
  }
}

function files(found: Uint8Array[] | undefined, name: string): Answer {
  return found ? { case: 'fileDescriptorResponse', value: { fileDescriptorProto: found } } : notFound(name);
}

function notFound(name: string): Answer {
  return error(Code.NotFound, `not found: ${name.slice(0, MAX_ECHO_LENGTH)}`);
}

function error(errorCode: Code, errorMessage: string): Answer {
  return { case: 'errorResponse', value: { errorCode, errorMessage } };
}
