import { AudioData, AudioDecoder, AudioEncoder, type EncodedAudioChunk } from '@remotemedia/sdk/codecs';
import { Store } from '../../ui/store.ts';
import { type History, Meter, remember } from '../parts/meter.ts';
import { Player } from './player.ts';
import {
  FIRST_SOUND,
  opusDecoderConfig,
  opusEncoderConfig,
  SAMPLE_RATE,
  type SoundSettings,
} from './sound-settings.ts';
import { openSource, type SoundSource } from './sound-source.ts';

/** What happens with the sound now. */
export interface SoundView {
  /** Whether sound goes through. */
  readonly state: 'stopped' | 'starting' | 'running';
  /** Why it stopped by itself. */
  readonly fault: Error | undefined;
  /** Which engine encodes, and why, in the SDK's words. */
  readonly engine: string;
  /** Packets that were made. */
  readonly packets: number;
  /** Packets that were thrown away on purpose. */
  readonly lost: number;
  /** Sound that came out of the decoder, ms. */
  readonly heardMs: number;
  /** Kilobits per second. */
  readonly kilobits: History;
  /** Time from handing in 20 ms to the packet, ms. */
  readonly encodeMs: History;
}

const STOPPED: SoundView = {
  state: 'stopped',
  fault: undefined,
  engine: '',
  packets: 0,
  lost: 0,
  heardMs: 0,
  kilobits: [],
  encodeMs: [],
};

const PUBLISH_EVERY_MS = 500;

/** What is open while sound goes through. */
interface Open {
  readonly source: SoundSource;
  readonly encoder: AudioEncoder;
  readonly decoder: AudioDecoder;
  readonly player: Player;
  readonly publishing: ReturnType<typeof setInterval>;
}

/** Sound through Opus and back, over a link that loses packets if one likes. */
export class SoundLoop {
  /** What is set. */
  readonly settings: Store<SoundSettings> = new Store(FIRST_SOUND);
  /** What happens. */
  readonly view: Store<SoundView> = new Store(STOPPED);
  readonly #startedMs = new Map<number, number>();
  readonly #meters = { bits: new Meter(), encodeMs: new Meter() };
  #counts = { packets: 0, lost: 0, heardMs: 0 };
  #open: Open | undefined;
  #turn = 0;

  /** Lets sound through; to be called when somebody has pressed something, or browsers stay silent. */
  async start(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#counts = { packets: 0, lost: 0, heardMs: 0 };
    this.view.set({ ...STOPPED, state: 'starting' });
    const player = new Player();
    try {
      const source = await openSource(this.settings.get().source, player.context, (block, at) => this.#put(block, at));
      if (turn !== this.#turn) return source.close();
      const error = (fault: DOMException) => this.#fail(fault);
      const encoder = new AudioEncoder({ output: (chunk) => this.#send(chunk), error });
      const decoder = new AudioDecoder({ output: (sound) => this.#hear(sound), error });
      encoder.configure(opusEncoderConfig(this.settings.get()));
      decoder.configure(opusDecoderConfig(this.settings.get()));
      const publishing = setInterval(() => this.#publish(), PUBLISH_EVERY_MS);
      this.#open = { source, encoder, decoder, player, publishing };
      source.start();
      this.view.update((view) => ({ ...view, state: 'running' }));
    } catch (error) {
      player.close();
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /** Ends it and gives everything back. */
  stop(): void {
    this.#turn += 1;
    const open = this.#open;
    this.#open = undefined;
    this.#startedMs.clear();
    if (open) {
      clearInterval(open.publishing);
      open.source.close();
      open.player.close();
      for (const coder of [open.encoder, open.decoder]) if (coder.state !== 'closed') coder.close();
    }
    this.view.update((view) => ({ ...view, state: 'stopped' }));
  }

  /** Changes settings; all but the source in mid-stream. */
  change(settings: Partial<SoundSettings>): void {
    this.settings.update((now) => ({ ...now, ...settings }));
    if (!this.#open) return;
    if (settings.source !== undefined) {
      this.stop();
      void this.start();
      return;
    }
    try {
      this.#open.encoder.configure(opusEncoderConfig(this.settings.get()));
      if (settings.concealment !== undefined) this.#open.decoder.configure(opusDecoderConfig(this.settings.get()));
    } catch (error) {
      this.#fail(error);
    }
  }

  #put(data: Float32Array<ArrayBuffer>, timestamp: number): void {
    const { encoder } = this.#open ?? {};
    if (encoder?.state !== 'configured') return;
    this.#startedMs.set(timestamp, performance.now());
    const sound = new AudioData({
      format: 'f32',
      sampleRate: SAMPLE_RATE,
      numberOfChannels: 1,
      numberOfFrames: data.length,
      timestamp,
      data,
    });
    encoder.encode(sound);
    sound.close();
  }

  #send(chunk: EncodedAudioChunk): void {
    const startMs = this.#startedMs.get(chunk.timestamp);
    this.#startedMs.delete(chunk.timestamp);
    if (startMs !== undefined) this.#meters.encodeMs.add(performance.now() - startMs);
    this.#meters.bits.add(chunk.byteLength * 8);
    this.#counts.packets += 1;
    if (Math.random() * 100 < this.settings.get().lossPercent) {
      this.#counts.lost += 1;
      return;
    }
    if (this.#open?.decoder.state === 'configured') this.#open.decoder.decode(chunk);
  }

  #hear(sound: AudioData): void {
    const samples = new Float32Array(sound.numberOfFrames);
    sound.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
    this.#counts.heardMs += (sound.numberOfFrames * 1_000) / sound.sampleRate;
    this.#open?.player.play(samples, sound.timestamp);
    sound.close();
  }

  #publish(): void {
    const { sum } = this.#meters.bits.take();
    const { mean } = this.#meters.encodeMs.take();
    const { name, reason } = this.#open?.encoder.engine ?? {};
    this.view.update((view) => ({
      ...view,
      ...this.#counts,
      engine: name ? `${name === 'wasm' ? 'Ours in WebAssembly' : 'The browser’s codecs'}, because ${reason}` : '',
      kilobits: remember(view.kilobits, sum / PUBLISH_EVERY_MS),
      encodeMs: remember(view.encodeMs, mean),
    }));
  }

  #fail(error: unknown): void {
    this.stop();
    const fault = error instanceof Error ? error : new Error(String(error));
    this.view.update((view) => ({ ...view, fault }));
  }
}
