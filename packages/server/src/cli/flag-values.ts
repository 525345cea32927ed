import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { SdkError } from '@remotemedia/base';
import type { RateLimit } from '../access/token-bucket.ts';
import { dashed, type Flag, fileFlagOf } from './flag.ts';
import { FLAGS } from './flag-table.ts';
import { type GivenArguments, readArguments } from './read-arguments.ts';
import { readSecretFile } from './read-secret-file.ts';

/** What was given for a flag. */
export interface Given {
  /** The text, or that of the file. */
  readonly text: string;
  /** Where it is from: `--port` or `WEBRTC_MAX_PEERS`. */
  readonly from: string;
}

const ON: readonly string[] = ['true', '1', 'yes', 'on'];
const OFF: readonly string[] = ['false', '0', 'no', 'off'];
/** Where a rate says nothing of bursts, a client may spend so many seconds' worth at once. */
const SECONDS_PER_BURST = 10;
/** What Kubernetes puts into NAME_PORT for a service called NAME: it means that service, not us. */
const SERVICE_LINK = /^(tcp|udp|sctp):\/\//;

/**
 * The flags of one command line and environment. Readers give `undefined` for what was not given and throw an
 * `SdkError` `invalid-argument` that names the flag or the variable; of a secret they never show what was given.
 */
export class FlagValues {
  readonly #args: GivenArguments;
  readonly #env: NodeJS.ProcessEnv;
  readonly #given = new Map<string, Given | undefined>();

  /** @throws {SdkError} `invalid-argument` for arguments that are no flags */
  constructor(args: readonly string[], env: NodeJS.ProcessEnv) {
    this.#args = readArguments(args, FLAGS);
    this.#env = env;
  }

  /** What was given: by flag, else by the flag of its file, else in the environment, else by the variable of its file. */
  given(name: string): Given | undefined {
    if (!this.#given.has(name)) this.#given.set(name, this.#find(flagOf(name)));
    return this.#given.get(name);
  }

  /** Text, one of the flag's choices where it has some. */
  text(name: string): string | undefined {
    const given = this.given(name);
    const { choices } = flagOf(name);
    if (given && choices && !choices.includes(given.text)) throw this.refuse(name, `one of ${choices.join(', ')}`);
    return given?.text === '' ? undefined : given?.text;
  }

  /** The path of a file that can be read. */
  file(name: string): string | undefined {
    const path = this.text(name);
    if (path === undefined || isReadable(path)) return path;
    throw this.refuse(name, 'a file that can be read');
  }

  /** The path of a folder with the file `needed` in it. */
  folder(name: string, needed: string): string | undefined {
    const path = this.text(name);
    if (path === undefined || isReadable(join(path, needed))) return path;
    throw this.refuse(name, `a folder with ${needed} in it`);
  }

  /** The entries of a list, without empty ones; `none` stands for an empty list. */
  list(name: string): string[] | undefined {
    const text = this.given(name)?.text;
    if (text === undefined) return undefined;
    const entries = text.split(/[,\n]/).map((entry) => entry.trim());
    return entries.filter((entry) => entry !== '' && entry !== 'none');
  }

  /** A whole number; in the range that is given, else from 0 to 999999999. */
  whole(name: string, { least = 0, most = 999_999_999 }: { least?: number; most?: number } = {}): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw this.refuse(name, most === 999_999_999 ? 'a whole number' : `a whole number from ${least} to ${most}`);
  }

  /** Seconds, from 0 to an hour, given back in milliseconds. */
  milliseconds(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const milliseconds = /^\d{1,4}(\.\d{1,3})?$/.test(text) ? Math.round(Number(text) * 1_000) : Number.NaN;
    if (milliseconds <= 3_600_000) return milliseconds;
    throw this.refuse(name, 'seconds from 0 to 3600');
  }

  /** How many per second, and how many at once; `false` for no limit. */
  rate(name: string): RateLimit | false | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (text === 'off') return false;
    const [, perSecond, burst] = /^([1-9]\d{0,8})(?::([1-9]\d{0,9}))?$/.exec(text) ?? [];
    if (perSecond === undefined) throw this.refuse(name, 'PER_SECOND, PER_SECOND:BURST (1 or more each) or off');
    const count = Number(perSecond);
    return { perSecond: count, burst: burst === undefined ? count * SECONDS_PER_BURST : Number(burst) };
  }

  /** Whether a switch is on. */
  isOn(name: string): boolean | undefined {
    const text = this.text(name)?.toLowerCase();
    if (text === undefined) return undefined;
    if (ON.includes(text)) return true;
    if (OFF.includes(text)) return false;
    throw this.refuse(name, 'true or false');
  }

  /** Host and port; the host may be missing. */
  address(name: string): { host?: string; port?: number } {
    const text = this.text(name);
    if (text === undefined) return {};
    const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(text) ?? [];
    if (port === undefined || Number(port) > 65_535) throw this.refuse(name, 'HOST:PORT');
    const host = bracketed ?? plain;
    return { ...(host ? { host } : {}), port: Number(port) };
  }

  /** The error for a flag that was given something else than it must be. */
  refuse(name: string, expected: string): SdkError {
    const given = this.given(name);
    const got = flagOf(name).isSecret ? 'something else, which is not shown' : JSON.stringify(given?.text);
    return new SdkError('invalid-argument', `${given?.from ?? `--${name}`} must be ${expected}, got ${got}`);
  }

  #find(flag: Flag): Given | undefined {
    if (!flag.isSecret) return this.#argument(flag) ?? this.#variable(flag);
    const file = fileFlagOf(flag);
    const argument = oneOf(this.#argument(flag), this.#argument(file));
    return argument ?? oneOf(this.#variable(flag), this.#variable(file));
  }

  #argument(flag: Flag): Given | undefined {
    const text = this.#args.get(flag.name);
    return text === undefined ? undefined : { text, from: dashed(flag) };
  }

  #variable(flag: Flag): Given | undefined {
    for (const from of flag.env) {
      const text = this.#env[from]?.trim();
      if (text === undefined || text === '' || (from.endsWith('_PORT') && SERVICE_LINK.test(text))) continue;
      return { text, from };
    }
    return undefined;
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** The secret that was given as it is or in a file. @throws {SdkError} when both were */
function oneOf(secret: Given | undefined, file: Given | undefined): Given | undefined {
  if (!file) return secret;
  if (!secret) return { text: readSecretFile(file.text, file.from), from: file.from };
  throw new SdkError('invalid-argument', `give either ${secret.from} or ${file.from}, not both`);
}

function flagOf(name: string): Flag {
  const flag = FLAGS.find((one) => one.name === name);
  if (flag) return flag;
  throw new SdkError('internal', `there is no flag --${name} in the table`);
}
