import { createServer, type Server, type ServerResponse } from 'node:http';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call } from './call.ts';
import { framed, readFrames } from './frames.ts';

const text = (value: string) => new TextEncoder().encode(value);
const NEVER = new AbortController().signal;

function trailers(lines: string): Uint8Array {
  const frame = framed(text(lines));
  frame[0] = 0x80;
  return frame;
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** A body that comes in pieces of the given sizes. */
function inPieces(bytes: Uint8Array, sizes: readonly number[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      let at = 0;
      for (const size of [...sizes, bytes.byteLength]) {
        if (at < bytes.byteLength) controller.enqueue(bytes.slice(at, at + size));
        at += size;
      }
      controller.close();
    },
  });
}

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

describe('readFrames()', () => {
  it('finds the same frames however the bytes are cut', async () => {
    const messages = ['', 'a', 'hello', 'x'.repeat(1_000)].map(text);
    const bytes = joined(...messages.map(framed), trailers('grpc-status: 0\r\n'));
    const expected = [
      ...messages.map((data) => ({ kind: 'message', data })),
      { kind: 'trailers', text: 'grpc-status: 0\r\n' },
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 40 })), async (sizes) => {
        expect(await collect(readFrames(inPieces(bytes, sizes)))).toEqual(expected);
      }),
    );
  });

  it.each([
    ['ends inside a frame', framed(text('hello')).slice(0, 7)],
    ['claims a frame of 4 GiB', Uint8Array.of(0, 255, 255, 255, 255, 1)],
    ['is compressed', Uint8Array.of(1, 0, 0, 0, 1, 7)],
  ])('refuses a body that %s', async (_what, bytes) => {
    await expect(collect(readFrames(inPieces(bytes, [])))).rejects.toMatchObject({ code: 'data-loss' });
  });
});

describe('call()', () => {
  let server: Server;
  let answer: (response: ServerResponse) => void;
  let url: string;

  beforeEach(async () => {
    server = createServer((request, response) => {
      request.resume().on('end', () => answer(response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/x`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const GRPC_WEB = { 'content-type': 'application/grpc-web+proto' };
  const asText = async (signal: AbortSignal = NEVER) =>
    (await collect(call(url, text('ask'), signal))).map((bytes) => new TextDecoder().decode(bytes));

  it('gives the messages of an answer', async () => {
    answer = (response) => {
      response
        .writeHead(200, GRPC_WEB)
        .end(joined(framed(text('a')), framed(text('b')), trailers('grpc-status:0\r\n')));
    };
    expect(await asText()).toEqual(['a', 'b']);
  });

  it.each<[string, string, (response: ServerResponse) => void]>([
    [
      'trailers that refuse',
      'not-found',
      (response) => response.writeHead(200, GRPC_WEB).end(trailers('grpc-status: 5\r\ngrpc-message: no%20%C3%BC\r\n')),
    ],
    [
      'headers that refuse',
      'resource-exhausted',
      (response) => response.writeHead(200, { ...GRPC_WEB, 'grpc-status': '8' }).end(),
    ],
    [
      'a page instead of gRPC-Web',
      'unknown',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('hi'),
    ],
    ['HTTP 404', 'unimplemented', (response) => response.writeHead(404).end()],
    ['HTTP 503', 'unavailable', (response) => response.writeHead(503).end()],
    ['no trailers', 'unavailable', (response) => response.writeHead(200, GRPC_WEB).end(framed(text('a')))],
    ['nothing at all', 'unavailable', (response) => response.writeHead(200, GRPC_WEB).end()],
    ['trailers without a status', 'unknown', (response) => response.writeHead(200, GRPC_WEB).end(trailers('x: y\r\n'))],
    ['garbage', 'data-loss', (response) => response.writeHead(200, GRPC_WEB).end(Buffer.alloc(1_000, 0xff))],
    ['a lost connection', 'unavailable', (response) => response.destroy()],
  ])('turns %s into %s', async (_what, code, behaviour) => {
    answer = behaviour;
    await expect(asText()).rejects.toMatchObject({ name: 'SdkError', code });
  });

  it('decodes the reason that was given', async () => {
    answer = (response) =>
      response.writeHead(200, GRPC_WEB).end(trailers('grpc-status: 5\r\ngrpc-message: no%20%C3%BC\r\n'));
    await expect(asText()).rejects.toMatchObject({ detail: 'no ü' });
  });

  it('ends with the caller, in the middle of a silent answer', async () => {
    const controller = new AbortController();
    answer = (response) => {
      response.writeHead(200, GRPC_WEB).write(framed(text('a')));
      setTimeout(() => controller.abort(), 20);
    };
    await expect(asText(controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
