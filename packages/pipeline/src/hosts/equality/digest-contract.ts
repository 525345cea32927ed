import type { RuntimeData } from '../../data/runtime-data.ts';

/** What came out of a node, in a form that can be compared. */
export interface Digest {
  /** Formats of the sound, in the order in which they came. */
  readonly formats: string;
  /** Sample-frames of sound. */
  readonly frames: number;
  /** Of the bits of all samples. */
  readonly sound: string;
  /** Items of other kinds. */
  readonly items: number;
  /** Of these items as JSON. */
  readonly words: string;
}

/** How much is looked at; what is beyond is passed over. */
export interface DigestLimits {
  readonly frames: number;
  readonly items: number;
}

/** FNV-1a with 32 bits. Source: draft-eastlake-fnv, §2. */
class Hash {
  #state = 0x811c9dc5;

  add(bytes: Uint8Array): void {
    for (const byte of bytes) this.#state = Math.imul(this.#state ^ byte, 0x01000193);
  }

  get text(): string {
    return (this.#state >>> 0).toString(16).padStart(8, '0');
  }
}

/** Sums up what a node emitted. Sound is one run of samples, however it was cut. */
export class Digester {
  readonly #items: Exclude<RuntimeData, { kind: 'video' }>[] = [];

  /** Takes an item; sound is copied. */
  add(item: RuntimeData): void {
    if (item.kind === 'video') throw new TypeError('no pictures here');
    this.#items.push(item.kind === 'audio' ? item.copy() : item);
  }

  /** The sum of it all, or of its beginning. */
  digest(limits: DigestLimits = { frames: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY }): Digest {
    const formats = new Set<string>();
    const sound = new Hash();
    const words = new Hash();
    let [frames, items] = [0, 0];
    for (const item of this.#items) {
      if (item.kind !== 'audio') {
        if (items < limits.items) words.add(new TextEncoder().encode(JSON.stringify(item, replaceBytes)));
        items += items < limits.items ? 1 : 0;
        continue;
      }
      const take = Math.min(item.frames, limits.frames - frames);
      if (take <= 0) continue;
      formats.add(`${item.sampleRate} Hz, ${item.channelCount}, ${item.streamId ?? 'no stream'}`);
      // Channel by channel within each sample-frame, so that the sum does not depend on the cut.
      sound.add(new Uint8Array(item.toInterleaved().buffer, 0, take * item.channelCount * 4));
      frames += take;
    }
    return { formats: [...formats].join('; '), frames, sound: sound.text, items, words: words.text };
  }

  /** The samples of one channel, for whoever wants to see where they differ. */
  samples(channel: number): Float32Array {
    const blocks = this.#items.flatMap((item) => (item.kind === 'audio' ? [item.channels[channel] ?? []] : []));
    return Float32Array.from(blocks.flatMap((block) => [...block]));
  }
}

/**
 * What is told in words is compared to nine digits: `Math.log10` differs in its last bit between releases of V8, and times
 * that were added up in other steps do as well. Samples are compared bit by bit.
 */
function replaceBytes(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  return typeof value === 'number' ? Number(value.toPrecision(9)) : value;
}
