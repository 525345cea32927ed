import { SdkError } from '@remotemedia/sdk';

/**
 * Asks the serving server which STUN and TURN servers to use. A host that has no such file (a plain file server)
 * means none: peers of one network still find each other.
 *
 * @throws {SdkError} `unavailable` when the server does not answer at all
 */
export async function loadIceServers(): Promise<RTCIceServer[]> {
  const response = await fetch('/config.json', { cache: 'no-store' }).catch((cause: unknown) => {
    throw new SdkError('unavailable', 'the server does not answer', { cause });
  });
  if (!response.ok) return [];
  return parseIceServers(await response.json().catch(() => undefined));
}

/** The ICE servers of a configuration; entries of any other form than `RTCIceServer` are left out. */
export function parseIceServers(config: unknown): RTCIceServer[] {
  const list = isRecord(config) ? config['iceServers'] : undefined;
  return Array.isArray(list) ? list.flatMap((entry) => iceServer(entry) ?? []) : [];
}

function iceServer(entry: unknown): RTCIceServer | undefined {
  if (!isRecord(entry)) return undefined;
  const { urls, username, credential } = entry;
  const list = (Array.isArray(urls) ? urls : [urls]).filter(isIceUrl);
  if (list.length === 0) return undefined;
  return {
    urls: list,
    ...(typeof username === 'string' ? { username } : {}),
    ...(typeof credential === 'string' ? { credential } : {}),
  };
}

function isIceUrl(url: unknown): url is string {
  return typeof url === 'string' && /^(stun|stuns|turn|turns):/.test(url);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
