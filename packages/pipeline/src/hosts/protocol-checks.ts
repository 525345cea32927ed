import { SdkError, statusNumber } from '@remotemedia/base';
import { type PackedError, PROTOCOL_VERSION, type SeatMessage, type SeatRequest } from './protocol.ts';

type Members = Readonly<Record<string, unknown>>;

/** What each request must have beside its type and number. */
const REQUESTS: Readonly<Record<SeatRequest['type'], (message: Members) => boolean>> = {
  open: ({ plan, assets, nodeModules }) => isPlan(plan) && isMembers(assets) && Array.isArray(nodeModules),
  push: ({ data, entry }) => isMembers(data) && (entry === undefined || isMembers(entry)),
  flush: isAnything,
  params: ({ nodeId, params }) => isText(nodeId) && isMembers(params),
  state: ({ nodeId, state }) => isText(nodeId) && (state === 'enabled' || state === 'bypass' || state === 'disabled'),
  tap: ({ tap, nodeId, port }) => isNumber(tap) && isText(nodeId) && (port === undefined || isText(port)),
  untap: ({ tap }) => isNumber(tap),
  interrupt: ({ nodeId }) => isText(nodeId),
  stats: isAnything,
  window: isAnything,
  ping: isAnything,
  close: ({ drain }) => typeof drain === 'boolean',
};

/** What each message of a seat must have beside its type. */
const MESSAGES: Readonly<Record<SeatMessage['type'], (message: Members) => boolean>> = {
  ready: isAnything,
  done: ({ id, report }) => isNumber(id) && (report === undefined || isMembers(report)),
  failed: ({ id, error }) => isNumber(id) && isPackedError(error),
  loading: ({ nodeId, nodeType }) => isText(nodeId) && isText(nodeType),
  output: ({ nodeId, port, data }) => isText(nodeId) && isText(port) && isMembers(data),
  tapped: ({ tap, port, data }) => isNumber(tap) && isText(port) && isMembers(data),
  fault: ({ nodeId, nodeType, error, count }) =>
    isText(nodeId) && isText(nodeType) && isPackedError(error) && (count === undefined || isNumber(count)),
};

/** Whether a seat can act on a message: form only, as it comes from the page that made the thread. */
export function isSeatRequest(message: unknown): message is SeatRequest {
  return isMembers(message) && isNumber(message['id']) && fits(REQUESTS, message);
}

/** The number of a request, whatever else it is. */
export function idOf(message: unknown): number | undefined {
  return isMembers(message) && isNumber(message['id']) ? message['id'] : undefined;
}

/**
 * Looks at what a seat said.
 *
 * @throws {SdkError} `failed-precondition` when the thread's file is of another version than the page's
 * @throws {SdkError} `internal` when it is no message of the protocol
 */
export function checkSeatMessage(message: unknown): SeatMessage {
  if (!isSeatMessage(message)) {
    const found = isMembers(message) ? String(message['type']).slice(0, 40) : typeof message;
    throw new SdkError('internal', `expected a message of the pipeline's thread, got ${found}`);
  }
  if (message.type === 'ready' && message.version !== PROTOCOL_VERSION) throw otherVersion(message.version);
  return message;
}

/** An error as a message. */
export function packError(caught: unknown): PackedError {
  const { code, detail } = SdkError.from(caught, 'internal');
  return { code, detail };
}

/** The error of a message. */
export function unpackError({ code, detail }: PackedError): SdkError {
  return new SdkError(code, detail);
}

function isSeatMessage(message: unknown): message is SeatMessage {
  return isMembers(message) && fits(MESSAGES, message);
}

function fits(checks: Readonly<Record<string, (message: Members) => boolean>>, message: Members): boolean {
  const { type } = message as { type?: unknown };
  return typeof type === 'string' && Object.hasOwn(checks, type) && checks[type]?.(message) === true;
}

function isPlan(plan: unknown): boolean {
  return isMembers(plan) && Array.isArray(plan['nodes']) && plan['nodes'].every(isMembers);
}

function isPackedError(error: unknown): error is PackedError {
  if (!isMembers(error) || !isText(error['code']) || !isText(error['detail'])) return false;
  const { code } = error as { code: PackedError['code'] };
  return statusNumber(code) > 0;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isAnything(): boolean {
  return true;
}

function otherVersion(found: unknown): SdkError {
  return new SdkError(
    'failed-precondition',
    `the pipeline's thread speaks version ${String(found)} of the protocol, this page version ${PROTOCOL_VERSION}: ` +
      'serve the file of the same release (workerUrl, workletUrl) and empty the caches',
  );
}
