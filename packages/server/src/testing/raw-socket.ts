import { connect, type Socket } from 'node:net';

/** A connection to the server without any protocol. */
export function openSocket(serverUrl: string): Socket {
  const socket = connect(Number(new URL(serverUrl).port), '127.0.0.1');
  socket.on('error', () => {});
  return socket;
}

/** Sends bytes on a connection of their own; what came back when the server closed it, or after a second of silence. */
export async function exchange(serverUrl: string, ...chunks: (string | Uint8Array)[]): Promise<string> {
  const socket = openSocket(serverUrl);
  let answer = '';
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('data', (data) => {
    answer += data.toString('latin1');
  });
  socket.setTimeout(1_000, () => socket.destroy());
  for (const chunk of chunks) {
    socket.write(chunk);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await closed;
  return answer;
}
