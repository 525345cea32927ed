import { SdkError } from '@remotemedia/base';
import { PROTOCOL_VERSION, type ThreadReply, type ThreadRequest } from './protocol.ts';

const REQUESTS: ReadonlySet<unknown> = new Set(['configure', 'process', 'flush', 'close']);
const NUMBERED: ReadonlySet<unknown> = new Set([...REQUESTS, 'done', 'failed']);

/** Whether a thread can act on a message: form only, as it comes from the page that made the thread. */
export function isThreadRequest(message: unknown): message is ThreadRequest {
  if (!isRecord(message) || !REQUESTS.has(message['type']) || !isNumbered(message)) return false;
  if (message['type'] === 'process') return isRecord(message['input']);
  if (message['type'] === 'configure') return isRecord(message['config']) && isRecord(message['module']);
  return true;
}

/**
 * Looks at what a thread said.
 *
 * @throws {SdkError} `failed-precondition` when the thread's file is of another version than the page's
 * @throws {SdkError} `internal` when it is no message of the protocol
 */
export function checkThreadReply(message: unknown): ThreadReply {
  if (!isRecord(message)) throw foreign(message);
  if (message['type'] === 'ready' && message['version'] !== PROTOCOL_VERSION) throw otherVersion(message['version']);
  if (!isThreadReply(message)) throw foreign(message['type']);
  return message;
}

function isThreadReply(message: Record<string, unknown>): message is Record<string, unknown> & ThreadReply {
  switch (message['type']) {
    case 'ready':
      return true;
    case 'crashed':
      return typeof message['detail'] === 'string';
    case 'failed':
      return isNumbered(message) && typeof message['code'] === 'string' && typeof message['detail'] === 'string';
    case 'done':
      return isNumbered(message) && Array.isArray(message['outputs']);
    case 'progress':
      return typeof message['coder'] === 'number' && Array.isArray(message['outputs']);
    default:
      return false;
  }
}

function isNumbered(message: Record<string, unknown>): boolean {
  return NUMBERED.has(message['type']) && typeof message['id'] === 'number' && typeof message['coder'] === 'number';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function foreign(found: unknown): SdkError {
  return new SdkError('internal', `expected a message of the codec worker, got ${String(found)}`);
}

function otherVersion(found: unknown): SdkError {
  return new SdkError(
    'failed-precondition',
    `the codec worker speaks version ${String(found)} of the protocol, this page version ${PROTOCOL_VERSION}: ` +
      'serve the worker file of the same release (setCodecLocations) and empty the caches',
  );
}
