import type { AddressInfo, Server } from 'node:net';
import { SdkError } from '@remotemedia/base';

/** How often another port is tried when the system's choice is free on one address only. */
const ATTEMPTS = 10;

/** What listens, and where. */
export interface Listening {
  /** One for each address. */
  readonly listeners: Server[];
  /** The port of all of them. */
  readonly port: number;
}

/**
 * Listens on `host` with as many listeners as it has addresses: two for `localhost`, because browsers may try
 * either one first.
 *
 * @throws {SdkError} `unavailable` when the port is in use, `permission-denied`, `invalid-argument`
 */
export async function listenOn(create: () => Server, host: string, port: number): Promise<Listening> {
  if (host !== 'localhost') {
    const listener = create();
    return { listeners: [listener], port: await listen(listener, host, port) };
  }
  for (let attempt = 1; ; attempt += 1) {
    const first = create();
    const opened = await listen(first, '127.0.0.1', port);
    const second = create();
    try {
      await listen(second, '::1', opened);
      return { listeners: [first, second], port: opened };
    } catch (caught) {
      const error = SdkError.from(caught);
      // A machine without IPv6 does with one.
      if (error.code === 'invalid-argument') return { listeners: [first], port: opened };
      await new Promise((resolve) => first.close(resolve));
      if (port !== 0 || attempt === ATTEMPTS) throw error;
    }
  }
}

function listen(listener: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException) => reject(listenError(cause, host, port));
    listener.once('error', onError);
    listener.listen({ host, port }, () => {
      listener.off('error', onError);
      // For instance too many open files: that connection is lost, the port is not.
      listener.on('error', () => {});
      resolve((listener.address() as AddressInfo).port);
    });
  });
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): SdkError {
  switch (cause.code) {
    case 'EADDRINUSE':
      return new SdkError('unavailable', `port ${port} of ${host} is in use; choose another one with --port`, {
        cause,
      });
    case 'EACCES':
      return new SdkError('permission-denied', `port ${port} needs more rights; choose one above 1023`, { cause });
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new SdkError('invalid-argument', `${host} is no address of this machine; choose another one with --host`, {
        cause,
      });
    default:
      return new SdkError('unavailable', `cannot listen on port ${port} of ${host}: ${cause.message}`, { cause });
  }
}
