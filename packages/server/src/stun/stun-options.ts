import { isIP } from 'node:net';
import { SdkError } from '@remotemedia/base';

/** Settings of the STUN server, which tells clients what address they have from outside. */
export interface StunOptions {
  /** UDP port, 0–65535; 0 for any that is free. The usual one is 3478. */
  readonly port: number;
  /** Name or address to listen on; `0.0.0.0` and `::` open it to other machines. @default the `host` of the server */
  readonly host?: string | undefined;
  /**
   * A second address of this machine. With it, clients can find out how their NAT behaves (RFC 5780); `host` must then
   * be an address that clients reach, of the same family. @default none
   */
  readonly alternateHost?: string | undefined;
  /** The second port, 0–65535, unlike `port`; only with `alternateHost`. @default the one after `port` */
  readonly alternatePort?: number | undefined;
}

/** {@link StunOptions} with nothing left open. */
export interface StunSettings {
  /** Name or address to listen on. */
  readonly host: string;
  /** UDP port, 0 for any. */
  readonly port: number;
  /** The second address and port, both unlike the first; 0 is any port. */
  readonly alternate: { readonly host: string; readonly port: number } | undefined;
}

/**
 * Fills in the defaults.
 *
 * @param defaultHost where to listen when the options do not say
 * @throws {SdkError} `invalid-argument`, which names the option
 */
export function toStunSettings(options: StunOptions, defaultHost = 'localhost'): StunSettings {
  const { host = defaultHost, port, alternateHost, alternatePort } = options;
  if (!isPort(port)) throw invalid('port', 'a whole number from 0 to 65535', port);
  if (typeof host !== 'string' || host === '') throw invalid('host', 'a name or an address', host);
  if (alternateHost === undefined) {
    if (alternatePort !== undefined)
      throw invalid('alternatePort', 'left out without stun.alternateHost', alternatePort);
    return { host, port, alternate: undefined };
  }
  if (!isReachable(host)) throw invalid('host', 'one address, not a name, when there is stun.alternateHost', host);
  if (!isReachable(alternateHost) || isIP(alternateHost) !== isIP(host) || alternateHost === host) {
    throw invalid('alternateHost', `another address of the same family as ${host}`, alternateHost);
  }
  return { host, port, alternate: { host: alternateHost, port: toAlternatePort(port, alternatePort) } };
}

function toAlternatePort(port: number, alternatePort: number | undefined): number {
  if (alternatePort === undefined) return port === 0 ? 0 : (port % 65_535) + 1;
  if (!isPort(alternatePort)) throw invalid('alternatePort', 'a whole number from 0 to 65535', alternatePort);
  if (alternatePort !== 0 && alternatePort === port) throw invalid('alternatePort', 'unlike stun.port', alternatePort);
  return alternatePort;
}

function isPort(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535;
}

/** An address that packets can come from, so not one that stands for all. */
function isReachable(host: string): boolean {
  return isIP(host) !== 0 && !/^[0:.]+$/.test(host);
}

function invalid(name: string, expected: string, got: unknown): SdkError {
  const text = JSON.stringify(got) ?? String(got);
  return new SdkError('invalid-argument', `stun.${name} must be ${expected}, got ${text}`);
}
