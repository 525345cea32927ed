// Runs in an AudioWorklet of the browser test: encodes and decodes what comes in, with a module that the page compiled.
import { OpusDecoder } from './decoder.ts';
import { OpusEncoder } from './encoder.ts';

interface ProcessorOptions {
  readonly processorOptions: { readonly module: WebAssembly.Module };
}

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(
  name: string,
  processor: new (options: ProcessorOptions) => AudioWorkletProcessor,
): void;

/** Delays by one packet, because a render quantum is shorter than one. */
class OpusLoop extends AudioWorkletProcessor {
  readonly #encoder: OpusEncoder;
  readonly #decoder: OpusDecoder;
  readonly #collected: Float32Array<ArrayBuffer> = new Float32Array(960 + 128);
  readonly #ready: number[] = new Array<number>(960).fill(0);
  #filled = 0;

  constructor({ processorOptions: { module } }: ProcessorOptions) {
    super();
    this.#encoder = new OpusEncoder(module, { application: 'lowdelay', bitrate: 128_000 });
    this.#decoder = new OpusDecoder(module);
    const names = ['fetch', 'URL', 'TextDecoder', 'performance'];
    this.port.postMessage({
      missing: names.filter((name) => !(name in globalThis)),
      lookahead: this.#encoder.lookaheadFrames,
    });
  }

  process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
    this.#collected.set(input?.[0] ?? new Float32Array(128), this.#filled);
    this.#filled += 128;
    if (this.#filled >= 960) {
      this.#ready.push(...this.#decoder.decode(this.#encoder.encode(this.#collected.subarray(0, 960))));
      this.#collected.copyWithin(0, 960, this.#filled);
      this.#filled -= 960;
    }
    output?.[0]?.set(this.#ready.splice(0, 128));
    return true;
  }
}

registerProcessor('opus-loop', OpusLoop);
