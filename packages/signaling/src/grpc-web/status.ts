import { codeOfStatus, SdkError, type SdkErrorCode } from '@remotemedia/base';

/** The trailer in which a server says after how many milliseconds the same call may do better. */
const RETRY_AFTER = 'retry-after-ms';

/** What an HTTP status stands for when there is no gRPC status (gRPC, "HTTP to gRPC Status Code Mapping"). */
const HTTP_CODES: Readonly<Record<number, SdkErrorCode>> = {
  400: 'internal',
  401: 'unauthenticated',
  403: 'permission-denied',
  404: 'unimplemented',
  429: 'unavailable',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

/** The error in an answer's headers, if it says there already that the call failed. */
export function headerError(response: Response): SdkError | undefined {
  const { status, headers } = response;
  const grpcStatus = headers.get('grpc-status');
  if (grpcStatus !== null) {
    return statusError(grpcStatus, headers.get('grpc-message') ?? '', headers.get(RETRY_AFTER) ?? '');
  }
  const type = headers.get('content-type') ?? 'no content type';
  if (status === 200 && type.startsWith('application/grpc-web')) return undefined;
  const what = status === 200 ? `answered with ${type} instead of gRPC-Web` : `answered with HTTP status ${status}`;
  const detail = `${response.url} ${what}; is it a RemoteMedia web server?`;
  return new SdkError(HTTP_CODES[status] ?? 'unknown', detail, { retryAfterMs: retryAfterMs(headers) });
}

/** The error in an answer's trailers, lines of `name: value`; `undefined` when the call succeeded. */
export function trailerError(text: string): SdkError | undefined {
  const trailers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return statusError(trailers.get('grpc-status') ?? 'missing', trailers.get('grpc-message'), trailers.get(RETRY_AFTER));
}

function statusError(status: string, message = '', retryAfterMs = ''): SdkError | undefined {
  if (status === '0') return undefined;
  const detail = decoded(message) || `the server refused with gRPC status ${status}`;
  return new SdkError(codeOfStatus(Number(status)), detail, { retryAfterMs: positive(retryAfterMs) });
}

/** `Retry-After` of HTTP in its form of seconds (RFC 9110 §10.2.3); the one with a date is passed over. */
function retryAfterMs(headers: Headers): number | undefined {
  return positive(headers.get('retry-after') ?? '', 1_000);
}

function positive(text: string, factor = 1): number | undefined {
  const value = Number(text) * factor;
  return value > 0 ? value : undefined;
}

/** Messages are percent-encoded UTF-8; one that is not is shown as it came. */
function decoded(message: string): string {
  try {
    return decodeURIComponent(message);
  } catch {
    return message;
  }
}
