import { createRequire } from 'node:module';
import type { Contender } from '../contender.ts';

/** What we use of it; its own types say nothing of the module's form. */
interface OpusScript {
  encoderCTL(control: number, value: number): void;
  encode(pcm: Uint8Array, frames: number): Uint8Array;
  decode(packet: Uint8Array): Uint8Array;
  delete(): void;
}
type OpusScriptClass = new (sampleRate: number, channelCount: number, application: number) => OpusScript;

const SET_BITRATE = 4002;
const SET_COMPLEXITY = 4010;
const APPLICATIONS = { voip: 2048, audio: 2049 };
const FRAME = 960;

/** Its code is CommonJS and uses Node's `Buffer`, so it is in Node only. */
const OpusScript: OpusScriptClass = createRequire(import.meta.url)('opusscript');

export const contender: Contender = {
  async openOpusEncoder({ channelCount, application, bitrate, complexity }, output) {
    const encoder = new OpusScript(48_000, channelCount, APPLICATIONS[application]);
    encoder.encoderCTL(SET_BITRATE, bitrate);
    encoder.encoderCTL(SET_COMPLEXITY, complexity);
    return {
      put: (pcm) => output(encoder.encode(Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength), FRAME)),
      close: () => encoder.delete(),
    };
  },
  async openOpusDecoder({ channelCount }, output) {
    const decoder = new OpusScript(48_000, channelCount, APPLICATIONS.audio);
    return {
      put(packet) {
        const bytes = decoder.decode(packet);
        // Node puts small buffers anywhere in a large one.
        const isEven = bytes.byteOffset % 2 === 0;
        const { buffer, byteOffset, byteLength } = isEven ? bytes : Uint8Array.from(bytes);
        output(new Int16Array(buffer, byteOffset, byteLength / 2));
      },
      close: () => decoder.delete(),
    };
  },
};
