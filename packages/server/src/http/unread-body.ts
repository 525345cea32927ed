import { constants } from 'node:http2';
import type { Duplex } from 'node:stream';
import type { NodeRequest, NodeResponse } from './node-handler.ts';

/** How long a client has to read the answer before its connection is cut, in milliseconds. */
const LINGER_MS = 500;

/**
 * Sees to it that a request that was answered before all of it was read (because it is too long, say) does not
 * hold its connection or stream for ever: nobody reads the rest.
 */
export function dropUnreadBody(request: NodeRequest, response: NodeResponse): void {
  if ('stream' in request) {
    const { stream } = request;
    // Node tells of the end of the answer by this event; the last header fields are sent right after it.
    stream.once('wantTrailers', () =>
      setImmediate(() => {
        if (!request.complete) stream.close(constants.NGHTTP2_NO_ERROR);
      }),
    );
  } else {
    const { socket } = request;
    response.once('finish', () => {
      if (!request.complete) closeAfterAnswer(socket);
    });
  }
}

/**
 * Ends a connection on which a client goes on sending. What it sends is read and thrown away for a moment: closing
 * with unread bytes would reset the connection, and the client would never see the answer.
 */
export function closeAfterAnswer(socket: Duplex, answer?: string): void {
  if (socket.destroyed) return;
  socket.removeAllListeners('data');
  socket.on('data', () => {});
  socket.resume();
  socket.end(answer);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
}
