import type { Peer } from '@remotemedia/sdk';
import type { TimelineEntry } from './hooks.ts';
import { now } from './now.ts';

/** What statistics have, by name. */
type Report = Readonly<Record<string, unknown>>;

const EVERY_MS = 250;
/** What is looked at in reports of a type, under a short name. */
const WATCHED: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'candidate-pair': [['availableOutgoingBitrate', 'available']],
  'outbound-rtp': [
    ['targetBitrate', 'target'],
    ['framesEncoded', 'encoded'],
    ['packetsSent', 'packets'],
    ['pliCount', 'pli'],
  ],
  'inbound-rtp': [
    ['packetsReceived', 'packets'],
    ['framesDecoded', 'decoded'],
    ['keyFramesDecoded', 'keys'],
    ['freezeCount', 'freezes'],
  ],
};

/** Writes down four times a second what statistics say of picture and sound, to find out why they stopped. */
export class Pulse {
  readonly entries: TimelineEntry[] = [];
  readonly #timer: number;

  constructor(peers: () => readonly Peer[]) {
    this.#timer = window.setInterval(() => void this.#beat(peers()), EVERY_MS);
  }

  /** Forgets all. */
  clear(): void {
    this.entries.length = 0;
  }

  /** Stops. */
  close(): void {
    clearInterval(this.#timer);
  }

  async #beat(peers: readonly Peer[]): Promise<void> {
    for (const { id, connection } of peers) {
      const reports: Report[] = [...(await connection.getStats()).values()];
      const parts = reports.map(toWords).filter((part) => part !== '');
      this.entries.push({ at: now(), what: `with ${id}: ${parts.join(' | ')}` });
    }
  }
}

function toWords(report: Report): string {
  const watched = WATCHED[String(report['type'])];
  if (!watched || (report['type'] === 'candidate-pair' && report['nominated'] !== true)) return '';
  const numbers = watched.map(([field, name]) => `${name} ${report[field] ?? '–'}`);
  return `${report['type']} ${report['kind'] ?? ''} ${numbers.join(' ')}`;
}
