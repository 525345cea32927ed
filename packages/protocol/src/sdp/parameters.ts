/** One alternative of a simulcast stream. */
export interface SimulcastAlternative {
  /** Name of the RTP stream, as in `a=rid:`. */
  readonly rid: string;
  /** Whether it starts paused. */
  readonly isPaused: boolean;
}

/** Simulcast streams each way; each stream lists its alternatives, the preferred one first. Source: RFC 8853 §5.1. */
export interface Simulcast {
  /** What the writer of the description sends. */
  readonly send: readonly (readonly SimulcastAlternative[])[];
  /** What it is ready to receive. */
  readonly recv: readonly (readonly SimulcastAlternative[])[];
}

/**
 * Takes the parameters of a codec apart: `minptime=10;useinbandfec=1`. A parameter without `=`, such as the `0-15` of
 * telephone events, is a key with an empty value. The first of two with one name counts.
 */
export function parseFmtpParameters(parameters: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of parameters.split(';')) {
    const equals = part.indexOf('=');
    const name = (equals === -1 ? part : part.slice(0, equals)).trim();
    if (name !== '' && !found.has(name)) found.set(name, equals === -1 ? '' : part.slice(equals + 1).trim());
  }
  return found;
}

/**
 * Takes the value of `a=simulcast:` apart, such as `send hi;mid;~low recv a,b`.
 *
 * @returns `undefined` when the value is not of that form
 */
export function parseSimulcast(value: string): Simulcast | undefined {
  const words = value.split(' ');
  if (words.length !== 2 && words.length !== 4) return undefined;
  const ways = new Map<string, Simulcast['send']>();
  for (let at = 0; at < words.length; at += 2) {
    const [way = '', streams = ''] = words.slice(at, at + 2);
    if ((way !== 'send' && way !== 'recv') || ways.has(way)) return undefined;
    ways.set(
      way,
      streams.split(';').map((stream) => stream.split(',').map(alternative)),
    );
  }
  const simulcast = { send: ways.get('send') ?? [], recv: ways.get('recv') ?? [] };
  const all = [...simulcast.send, ...simulcast.recv].flat();
  return all.some(({ rid }) => rid === '') ? undefined : simulcast;
}

function alternative(text: string): SimulcastAlternative {
  const isPaused = text.startsWith('~');
  return { rid: isPaused ? text.slice(1) : text, isPaused };
}
