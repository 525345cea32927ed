import { connect } from 'node:net';

/** All sockets read into the same memory: what is in it is taken before the next one is read. */
const READ_BUFFER = Buffer.allocUnsafeSlow(65_536);

/**
 * A TCP connection that costs its process as little as Node allows.
 *
 * @param {number} port on the loopback address
 * @param {object} events
 * @param {(chunk: Buffer) => void} events.onChunk the chunk is valid until it returns
 * @param {(reason: string) => void} events.onClose not called after the caller's own `destroy()`
 * @returns {Promise<import('node:net').Socket>}
 */
export function openConnection(port, { onChunk, onClose }) {
  const callback = (sizeBytes, buffer) => {
    onChunk(buffer.subarray(0, sizeBytes));
    return true;
  };
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true, onread: { buffer: READ_BUFFER, callback } });
    let fault = 'closed by the server';
    socket.once('connect', () => resolve(socket));
    socket.on('error', (error) => {
      fault = error.message;
    });
    socket.on('close', () => {
      reject(new Error(fault));
      onClose(fault);
    });
  });
}
