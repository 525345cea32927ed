import { createHash, timingSafeEqual } from 'node:crypto';
import type { NodeHandler, NodeRequest } from './node-handler.ts';
import { reply, replyText } from './node-handler.ts';

/** Where the text of `/metrics` comes from. */
export interface MetricsText {
  /** Its content type. */
  readonly contentType: string;
  /** All metrics as they are now. */
  text(): Promise<string>;
}

/** Serves `/metrics`; with a `token`, only to those who send it as a bearer token. */
export function createMetricsPage(metrics: MetricsText, token: string | undefined): NodeHandler {
  const expected = token === undefined ? undefined : digest(`Bearer ${token}`);
  return (request, response) => {
    response.setHeader('cache-control', 'no-store');
    if (expected && !timingSafeEqual(expected, digest(authorizationOf(request)))) {
      response.setHeader('www-authenticate', 'Bearer realm="metrics"');
      replyText(response, 401, 'the metrics are for those who send the bearer token of --metrics-token');
      return;
    }
    metrics.text().then(
      (text) => reply(response, 200, metrics.contentType, text),
      () => replyText(response, 500, 'the metrics could not be read'),
    );
  };
}

/** The scheme of the header may be in any case (RFC 9110 §11.1). */
function authorizationOf(request: NodeRequest): string {
  return (request.headers.authorization ?? '').replace(/^bearer +/i, 'Bearer ');
}

/** Texts of any length become as long as each other, which a comparison in constant time needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
