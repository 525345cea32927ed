import type { Pseudonyms } from '../redact/pseudonyms.ts';
import type { JsonValue } from '../redact/redact-value.ts';

/** Entries that tell something; the others repeat what events and descriptions say. */
const TYPES: ReadonlySet<string> = new Set([
  'inbound-rtp',
  'outbound-rtp',
  'remote-inbound-rtp',
  'remote-outbound-rtp',
  'media-source',
  'media-playout',
  'candidate-pair',
  'local-candidate',
  'remote-candidate',
  'data-channel',
  'transport',
]);

/** Texts that are kept: those whose values are words of the standards. */
const WORDS: ReadonlySet<string> = new Set([
  'kind',
  'state',
  'candidateType',
  'protocol',
  'relayProtocol',
  'networkType',
  'dtlsState',
  'iceState',
  'dtlsRole',
  'iceRole',
  'tlsVersion',
  'qualityLimitationReason',
  'scalabilityMode',
  'contentType',
  'encoderImplementation',
  'decoderImplementation',
]);
const WORD_FORM = /^[\w .()/:-]{1,40}$/;
/** Four numbers with dots, or colons between hex digits: no word of a standard looks like that. */
const ADDRESS_FORM = /\d+\.\d+\.\d+|:[\da-f]*:/i;

/** Numbers that are not kept: they say where, or change all the time without saying anything. */
const LEFT_OUT: ReadonlySet<string> = new Set(['port', 'timestamp', 'priority', 'ssrc', 'rtxSsrc', 'fecSsrc']);

/** Turns whole reports of one connection into what changed since the one before. */
export class StatsDelta {
  readonly #names: Pseudonyms;
  #before = new Map<string, Readonly<Record<string, JsonValue>>>();

  /** @param names for the ids of entries; of one connection alone */
  constructor(names: Pseudonyms) {
    this.#names = names;
  }

  /** What changed, by entry; empty when nothing did. Entries that are gone are no change. */
  next(report: RTCStatsReport): Record<string, Record<string, JsonValue>> {
    const changed: Record<string, Record<string, JsonValue>> = {};
    const now = new Map<string, Readonly<Record<string, JsonValue>>>();
    for (const [id, entry] of report as ReadonlyMap<string, { type?: unknown }>) {
      const type = typeof entry.type === 'string' ? entry.type : '';
      if (!TYPES.has(type) || isIdlePair(entry)) continue;
      const name = this.#names.of(type, id);
      const members = membersOf(entry, type);
      now.set(name, members);
      const before = this.#before.get(name);
      const news = Object.entries(members).filter(([key, value]) => before?.[key] !== value);
      if (news.length > 0) changed[name] = Object.fromEntries(news);
    }
    this.#before = now;
    return changed;
  }
}

/** Most pairs of candidates are never tried or only once, and there are many. */
function isIdlePair(entry: { readonly type?: unknown; readonly state?: unknown }): boolean {
  return entry.type === 'candidate-pair' && (entry.state === 'waiting' || entry.state === 'frozen');
}

function membersOf(entry: object, type: string): Record<string, JsonValue> {
  const members: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(entry)) {
    if (typeof value === 'boolean') members[key] = value;
    else if (typeof value === 'number' && !LEFT_OUT.has(key)) members[key] = Math.round(value * 1_000) / 1_000;
    else if (typeof value === 'string' && isWord(type, key, value)) members[key] = value;
  }
  return members;
}

function isWord(type: string, key: string, value: string): boolean {
  // That of a data channel is what the application calls it, or the other side.
  if (type === 'data-channel' && key === 'protocol') return false;
  return WORDS.has(key) && WORD_FORM.test(value) && !ADDRESS_FORM.test(value);
}
