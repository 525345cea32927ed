import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { SdkError } from '@remotemedia/base';

/** What all kinds of TLS have alike. */
interface CommonTlsOptions {
  /**
   * Whether the port goes on to serve cleartext beside TLS. Otherwise pages asked for in cleartext are redirected, and
   * everything else is refused. @default false
   */
  readonly allowCleartext?: boolean | undefined;
}

/** TLS with a certificate that the server makes for itself; browsers warn of it until an exception is made. */
export interface DevelopmentTlsOptions extends CommonTlsOptions {
  /** Says that such a certificate will do. */
  readonly development: true;
  /** Folder that keeps certificate and key (readable by their owner only), so that a browser's exception outlives a restart. @default none: it is new each time */
  readonly cacheDir?: string | undefined;
  /** Host names and IP addresses beside `localhost`, `127.0.0.1`, `::1` and the machine's own name. @default none */
  readonly names?: readonly string[] | undefined;
}

/** TLS with files in PEM form, which are read again when they change. */
export interface FileTlsOptions extends CommonTlsOptions {
  /** The certificate, followed by those that vouch for it. */
  readonly certFile: string;
  /** The private key, without a password. */
  readonly keyFile: string;
}

/** TLS with texts in PEM form. */
export interface TextTlsOptions extends CommonTlsOptions {
  /** The certificate, followed by those that vouch for it. */
  readonly cert: string;
  /** The private key, without a password. */
  readonly key: string;
}

/** How connections are encrypted: TLS 1.2 and newer. `'development'` stands for `{ development: true }`. */
export type TlsOptions = 'development' | DevelopmentTlsOptions | FileTlsOptions | TextTlsOptions;

/** Where certificate and key come from. */
export type CredentialOrigin =
  | { readonly kind: 'development'; readonly cacheDir: string | undefined; readonly names: readonly string[] }
  | { readonly kind: 'files'; readonly certFile: string; readonly keyFile: string }
  | { readonly kind: 'texts'; readonly cert: string; readonly key: string };

/** {@link TlsOptions} with nothing left open. */
export interface TlsSettings {
  /** Where certificate and key come from. */
  readonly origin: CredentialOrigin;
  /** Whether the port serves cleartext, too. */
  readonly allowCleartext: boolean;
}

const DNS_NAME = /^(?=.{1,253}$)(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_-]{1,63})*$/i;

/**
 * Fills in the defaults. Files are not read yet.
 *
 * @returns `undefined` for no TLS
 * @throws {SdkError} `invalid-argument`, which names the option and never shows a key
 */
export function toTlsSettings(options: TlsOptions | undefined): TlsSettings | undefined {
  if (options === undefined) return undefined;
  if (options === 'development') return { origin: development({ development: true }), allowCleartext: false };
  if (typeof options !== 'object' || options === null) throw unknownKind();
  const { allowCleartext = false } = options;
  if (typeof allowCleartext !== 'boolean') throw invalid('tls.allowCleartext must be true or false');
  return { origin: originOf(options), allowCleartext };
}

function originOf(options: Exclude<TlsOptions, string>): CredentialOrigin {
  if ('development' in options) return development(options);
  if ('certFile' in options) {
    const { certFile, keyFile } = options;
    return { kind: 'files', certFile: text('certFile', certFile), keyFile: text('keyFile', keyFile) };
  }
  if ('cert' in options) return { kind: 'texts', cert: text('cert', options.cert), key: text('key', options.key) };
  throw unknownKind();
}

function development({ cacheDir, names = [] }: DevelopmentTlsOptions): CredentialOrigin {
  if (cacheDir !== undefined) text('cacheDir', cacheDir);
  const isList = Array.isArray(names) && names.every((name) => isIP(name) !== 0 || DNS_NAME.test(name));
  if (!isList) throw invalid('tls.names must be host names and IP addresses');
  const all = ['localhost', '127.0.0.1', '::1', hostname(), ...names].filter(
    (name) => isIP(name) !== 0 || DNS_NAME.test(name),
  );
  return { kind: 'development', cacheDir, names: [...new Set(all)] };
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`tls.${name} must be a text that is not empty`);
}

function unknownKind(): SdkError {
  return invalid("tls must be 'development', { development }, { certFile, keyFile } or { cert, key }");
}

function invalid(detail: string): SdkError {
  return new SdkError('invalid-argument', detail);
}
