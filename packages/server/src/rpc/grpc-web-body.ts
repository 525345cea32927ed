import type { OutgoingHttpHeaders } from 'node:http2';
import { type Clock, SdkError } from '@remotemedia/base';
import { MAX_MESSAGE_BYTES } from '@remotemedia/protocol';
import type { NodeRequest } from '../http/node-handler.ts';
import { FrameReader } from './grpc/frame-reader.ts';

/** How answers in gRPC-Web are marked: protobuf messages, not in base64. */
export const GRPC_WEB: string = 'application/grpc-web+proto';
/** How requests are marked that have the same form. */
const CONTENT_TYPES: ReadonlySet<unknown> = new Set([GRPC_WEB, 'application/grpc-web']);
/** Bytes in front of a message: a flag and its length. */
const FRAME_HEAD_BYTES = 5;
/** How long a message may take to arrive, in milliseconds. */
const BODY_TIMEOUT_MS = 30_000;
/** Flag of the frame with the last header fields. */
const TRAILERS = 0x80;

/**
 * Whether a request calls the method of that path in gRPC-Web with protobuf messages, not in base64. Calls that are to
 * end at a certain time are left to the library.
 */
export function isGrpcWebCall({ url, method, headers }: NodeRequest, path: string): boolean {
  const isCall = url === path && method === 'POST' && CONTENT_TYPES.has(headers['content-type']);
  return isCall && headers['grpc-timeout'] === undefined;
}

/** A message as a frame. */
export function messageFrame(message: Uint8Array): Buffer {
  return frame(0, message);
}

/** The last frame of an answer. */
export function trailersFrame(fields: OutgoingHttpHeaders): Buffer {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return frame(TRAILERS, Buffer.from(lines.join(''), 'latin1'));
}

function frame(flag: number, content: Uint8Array): Buffer {
  const head = Buffer.allocUnsafe(FRAME_HEAD_BYTES);
  head[0] = flag;
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

/** The one message of a request, which must be there within half a minute. @throws {SdkError} The promise rejects with it. */
export async function readMessage(request: NodeRequest, clock: Clock): Promise<Buffer> {
  const encoding = request.headers['grpc-encoding'];
  const reader = new FrameReader({
    maxMessageBytes: MAX_MESSAGE_BYTES,
    encoding: typeof encoding === 'object' ? encoding.join() : encoding,
  });
  let message: Buffer | undefined;
  await eachChunk(request, clock, (chunk) => {
    reader.push(chunk);
    while (reader.next()) {
      if (message) throw new SdkError('unimplemented', 'this method takes one message, got more');
      message = Buffer.from(reader.bytes.subarray(reader.start, reader.end));
    }
  });
  if (message && !reader.hasRest) return message;
  const got = reader.hasRest ? 'the body ends before the length of its message' : 'got none';
  throw new SdkError('invalid-argument', `this method takes one message, but ${got}`);
}

/** Hands over the body until its end, until `onChunk` throws or until that takes too long. */
function eachChunk(request: NodeRequest, clock: Clock, onChunk: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      stopTimer();
      request.off('data', onData);
    };
    const stop = (reason: unknown): void => {
      finish();
      request.pause();
      reject(reason);
    };
    const late = new SdkError('deadline-exceeded', 'the message took too long to arrive');
    const stopTimer = clock.after(BODY_TIMEOUT_MS, () => stop(late));
    const onData = (chunk: Buffer): void => {
      try {
        onChunk(chunk);
      } catch (caught) {
        stop(caught);
      }
    };
    request.on('data', onData);
    request.once('end', () => {
      finish();
      resolve();
    });
    request.once('error', stop);
    request.once('close', () => stop(new SdkError('cancelled', 'the client went')));
  });
}
