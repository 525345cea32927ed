import { cors } from '@connectrpc/connect';
import { ROOM_HEADER } from '../rpc/rpc-routes.ts';
import { type NodeResponse, setHeaders } from './node-handler.ts';

/** Header fields that let any page read the answer. Nothing is decided by cookies, so no origin needs to be kept out. */
const ANSWER_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': cors.exposedHeaders.join(', '),
};

/** Header fields of the answer to a preflight request; browsers keep it for two hours at the most. */
const PREFLIGHT_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': cors.allowedMethods.join(', '),
  'access-control-allow-headers': [...cors.allowedHeaders, ROOM_HEADER].join(', '),
  'access-control-max-age': '7200',
};

/** Lets pages of any origin read this response. */
export function allowAnyOrigin(response: NodeResponse): void {
  setHeaders(response, ANSWER_HEADERS);
}

/** Answers a preflight request: any page may call. */
export function replyToPreflight(response: NodeResponse): void {
  setHeaders(response, PREFLIGHT_HEADERS);
  response.statusCode = 204;
  response.end();
}
