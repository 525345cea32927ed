import type { IceServer } from '../server-options.ts';
import type { FlagValues } from './flag-values.ts';

const TURN_SERVER = /^(turns?):(?:([^:@\s]+):([^@\s]+)@)?([^@\s/]+)$/;

/** The servers of `--turn-servers`. @throws {SdkError} `invalid-argument`, which does not show the passwords */
export function iceServersOf(values: FlagValues): IceServer[] | undefined {
  return values.list('turn-servers')?.map((entry) => {
    const [, scheme, username, credential, where] = TURN_SERVER.exec(entry) ?? [];
    if (scheme === undefined) throw values.refuse('turn-servers', 'a list of turn:USER:PASSWORD@HOST:PORT');
    const urls = [`${scheme}:${where}`];
    if (username === undefined || credential === undefined) return { urls };
    return { urls, username: decoded(username), credential: decoded(credential) };
  });
}

/** Commas, colons and at signs in names and passwords come as `%2C`, `%3A` and `%40`. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
