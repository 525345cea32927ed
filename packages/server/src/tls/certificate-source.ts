import { readFile, stat } from 'node:fs/promises';
import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import type { LogSink } from '../log.ts';
import { type Credentials, checkCredentials } from './credentials.ts';
import { developmentCredentials } from './development-credentials.ts';
import type { CredentialOrigin } from './tls-options.ts';

/** Time between two looks at whether the files changed, in milliseconds. */
const POLL_MS = 10_000;
/** Longest file that is read, in bytes: a chain of certificates has a few thousand. */
const MAX_FILE_BYTES = 1_048_576;

/** Settings of a {@link CertificateSource}. */
export interface CertificateSourceOptions {
  /** Where certificate and key come from. */
  readonly origin: CredentialOrigin;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Takes lines of the log; never hears of keys. */
  readonly log: LogSink;
  /** The time in milliseconds since 1970. @default Date.now */
  readonly unixNow?: (() => number) | undefined;
}

/**
 * The certificate that the server shows. Files are looked at every ten seconds, because secrets that are mounted into
 * a container change in ways that file watching misses; what turns out faulty is logged, and the former one stays.
 */
export class CertificateSource {
  readonly #options: CertificateSourceOptions;
  #credentials: Credentials;
  #version: string;
  #onChange: (credentials: Credentials) => void = () => {};
  #stopTimer: Undo = () => {};
  #isClosed = false;

  private constructor(options: CertificateSourceOptions, credentials: Credentials, version: string) {
    this.#options = options;
    this.#credentials = credentials;
    this.#version = version;
  }

  /** Reads or makes the certificate. @throws {SdkError} `invalid-argument`, which names the file and what is wrong with it */
  static async open(options: CertificateSourceOptions): Promise<CertificateSource> {
    const version = await versionOf(options.origin);
    const source = new CertificateSource(options, await load(options), version);
    source.#poll();
    return source;
  }

  /** What is to be shown now. */
  get credentials(): Credentials {
    return this.#credentials;
  }

  /** Calls `onChange` with each later certificate. There is one listener. */
  watch(onChange: (credentials: Credentials) => void): void {
    this.#onChange = onChange;
  }

  /** Reads the files now, whether or not they changed. Never rejects: what is wrong with them is logged. */
  async reload(): Promise<void> {
    const { origin, log } = this.#options;
    try {
      this.#version = await versionOf(origin);
      const credentials = await load(this.#options);
      if (this.#isClosed) return;
      this.#credentials = credentials;
      this.#onChange(credentials);
      log({ level: 'info', message: 'the TLS certificate was read again' });
    } catch (caught) {
      const { detail } = SdkError.from(caught);
      log({ level: 'error', message: `the former TLS certificate stays in use: ${detail}` });
    }
  }

  /** Stops looking. Calling it again does nothing. */
  close(): void {
    this.#isClosed = true;
    this.#stopTimer();
  }

  #poll(): void {
    const { origin, clock } = this.#options;
    if (origin.kind !== 'files' || this.#isClosed) return;
    this.#stopTimer = clock.after(POLL_MS, () => {
      void versionOf(origin)
        .then((version) => (version === this.#version ? undefined : this.reload()))
        .finally(() => this.#poll());
    });
  }
}

async function load({ origin, unixNow = Date.now }: CertificateSourceOptions): Promise<Credentials> {
  const nowMs = unixNow();
  if (origin.kind === 'development') return developmentCredentials(origin.names, origin.cacheDir, nowMs);
  const isFiles = origin.kind === 'files';
  const credentials = isFiles
    ? { cert: await read('tls.certFile', origin.certFile), key: await read('tls.keyFile', origin.keyFile) }
    : { cert: origin.cert, key: origin.key };
  const names = isFiles ? { cert: origin.certFile, key: origin.keyFile } : { cert: 'tls.cert', key: 'tls.key' };
  checkCredentials(credentials, names, nowMs);
  return credentials;
}

async function read(option: string, path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) throw new Error(`it has ${size} bytes`);
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { message } = SdkError.from(cause);
    throw new SdkError('invalid-argument', `${option} ${path} cannot be read: ${message}`, { cause });
  }
}

/** Changes when a file does; empty where there are no files, and for files that are not there at the moment. */
async function versionOf(origin: CredentialOrigin): Promise<string> {
  if (origin.kind !== 'files') return '';
  const stats = await Promise.allSettled([stat(origin.certFile), stat(origin.keyFile)]);
  return stats.map((each) => (each.status === 'fulfilled' ? [each.value.mtimeMs, each.value.ino].join() : '')).join();
}
