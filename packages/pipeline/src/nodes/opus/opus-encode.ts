import { SdkError } from '@remotemedia/base';
import {
  OPUS_DURATIONS_MS,
  OPUS_SAMPLE_RATES,
  OpusEncoder,
  type OpusEncoderConfig,
  type OpusSampleRate,
} from '@remotemedia/codecs/opus';
import type { AudioBlock } from '../../data/audio-block.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { finite } from '../audio/finite.ts';
import { planeOf } from '../audio/plane-of.ts';
import { SoundNode, type SoundStream } from '../audio/sound-node.ts';
import { OPUS_ASSETS, opusModule } from './opus-module.ts';

const params = {
  bitrate: param.integer({
    about: 'Bits for each second, on average.',
    default: 64_000,
    min: 500,
    max: 512_000,
    unit: 'bit/s',
    aliases: ['bit_rate'],
  }),
  frameMs: param.choice(OPUS_DURATIONS_MS, {
    about: 'How much sound a packet holds, in ms.',
    default: 20,
    aliases: ['frame_duration_ms'],
  }),
  application: param.choice(['voip', 'audio', 'lowdelay'], {
    about: 'For speech that must be understood, for sound that must be like the original, or for the least delay.',
    default: 'audio',
  }),
  complexity: param.integer({ about: 'Effort: more sounds better and takes longer.', default: 10, min: 0, max: 10 }),
  signal: param.choice(['auto', 'voice', 'music'], { about: 'What the sound is, if known.', default: 'auto' }),
  bitrateMode: param.choice(['variable', 'constrained', 'constant'], {
    about: 'Whether packets have the size that they need, the same with a bound, or all one size.',
    default: 'constrained',
  }),
  dtx: param.boolean({
    about: 'Whether silence becomes packets of one or two bytes, which need not be sent.',
    default: false,
  }),
  fec: param.boolean({
    about: 'Whether a packet of speech repeats the one before, in case that gets lost.',
    default: false,
    aliases: ['inband_fec'],
  }),
  expectedLossPercent: param.integer({
    about: 'With fec: how many packets of a hundred get lost.',
    default: 10,
    min: 0,
    max: 100,
  }),
};

type EncodeParams = ParamValues<typeof params>;

/** Sound into packets of Opus. */
export const opusEncode: AnyNodeDefinition = defineNode({
  type: 'OpusEncode',
  aliases: ['OpusEncoder'],
  about:
    'Encodes sound to packets of Opus (RFC 6716). It takes 8, 12, 16, 24 and 48 kHz, mono and stereo. A decoder gives the ' +
    'sound 6.5 ms (lowdelay: 2.5 ms) later than the timestamps say, as always with Opus.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['encodedAudio'] } },
  isRealtime: true,
  assets: OPUS_ASSETS,
  audioFormat: (_, input) => {
    const conflict = refusal(input.sampleRate, input.channelCount);
    return conflict === undefined ? input : { conflict };
  },
  create: (values, context) => {
    const module = opusModule(context);
    return new SoundNode(values, (now) => new EncodeStream(now, module, context));
  },
});

class EncodeStream implements SoundStream<EncodeParams> {
  readonly #emit: NodeContext['emit'];
  readonly #module: WebAssembly.Module;
  #params: EncodeParams;
  #encoder: OpusEncoder | undefined;
  /** The samples of the next packet, channel by channel within each sample-frame. */
  #packet = new Float32Array(0);
  #filled = 0;
  #rate: OpusSampleRate = 48000;
  #channelCount: 1 | 2 = 1;
  #streamId: string | undefined;
  /** Whether sound went in since it began. */
  #hasSound = false;
  /** When the first sample of the next packet was captured. */
  #timestampUs = 0;

  constructor(params: EncodeParams, module: WebAssembly.Module, { emit }: NodeContext) {
    this.#emit = emit;
    this.#module = module;
    this.#params = params;
  }

  take(block: AudioBlock): void {
    const encoder = this.#isAsBefore(block) && this.#encoder ? this.#encoder : this.#begin(block);
    let taken = 0;
    while (taken < block.frames) {
      if (this.#filled === 0) this.#timestampUs = block.timestampUs + (taken / this.#rate) * 1e6;
      const room = (this.#packet.length - this.#filled) / this.#channelCount;
      const count = Math.min(block.frames - taken, room);
      this.#interleave(block, taken, count);
      taken += count;
      if (this.#filled === this.#packet.length) this.#encode(encoder);
    }
  }

  update(params: EncodeParams): void {
    const before = this.#params;
    const isAnew = params.frameMs !== before.frameMs || params.application !== before.application;
    // What is inside belongs to the old length.
    if (isAnew) this.flush();
    this.#params = params;
    if (isAnew) this.close();
    else this.#encoder?.update(this.#config);
  }

  flush(): void {
    const encoder = this.#encoder;
    if (!encoder || !this.#hasSound) return;
    // As much silence as brings the last sample out of the encoder.
    let missing = this.#filled + encoder.lookaheadFrames * this.#channelCount;
    while (missing > 0) {
      this.#packet.fill(0, this.#filled);
      this.#encode(encoder);
      missing -= this.#packet.length;
    }
    this.reset();
  }

  reset(): void {
    this.#encoder?.reset();
    this.#filled = 0;
    this.#hasSound = false;
  }

  close(): void {
    this.#encoder?.close();
    this.#encoder = undefined;
  }

  #isAsBefore(block: AudioBlock): boolean {
    return block.sampleRate === this.#rate && block.channels.length === this.#channelCount;
  }

  #begin(block: AudioBlock): OpusEncoder {
    this.flush();
    this.close();
    const { sampleRate, channels } = block;
    const conflict = refusal(sampleRate, channels.length);
    if (conflict !== undefined) throw new SdkError('invalid-argument', conflict);
    this.#rate = OPUS_SAMPLE_RATES.find((rate) => rate === sampleRate) ?? 48000;
    this.#channelCount = channels.length === 2 ? 2 : 1;
    this.#streamId = block.streamId;
    this.#packet = new Float32Array((this.#params.frameMs / 1000) * this.#rate * this.#channelCount);
    this.#filled = 0;
    const encoder = new OpusEncoder(this.#module, this.#config);
    this.#encoder = encoder;
    return encoder;
  }

  get #config(): OpusEncoderConfig {
    const { bitrate, application, complexity, signal, bitrateMode, dtx, fec, expectedLossPercent } = this.#params;
    return {
      sampleRate: this.#rate,
      channelCount: this.#channelCount,
      bitrate,
      application,
      complexity,
      signal,
      bitrateMode,
      dtx,
      inbandFec: fec,
      expectedLossPercent: fec ? expectedLossPercent : 0,
    };
  }

  #interleave(block: AudioBlock, start: number, count: number): void {
    this.#hasSound = true;
    const step = this.#channelCount;
    for (let channel = 0; channel < step; channel += 1) {
      const plane = planeOf(block, channel);
      for (let frame = 0; frame < count; frame += 1) {
        this.#packet[this.#filled + frame * step + channel] = finite(plane[start + frame]);
      }
    }
    this.#filled += count * step;
  }

  #encode(encoder: OpusEncoder): void {
    const { frameMs } = this.#params;
    this.#filled = 0;
    const data = encoder.encode(this.#packet).slice();
    const timestampUs = this.#timestampUs;
    this.#timestampUs += frameMs * 1000;
    this.#emit({
      kind: 'encodedAudio',
      codec: 'opus',
      data,
      sampleRate: this.#rate,
      channelCount: this.#channelCount,
      timestampUs,
      durationUs: frameMs * 1000,
      streamId: this.#streamId,
    });
  }
}

/** Why sound of that format is not taken, if it is not. */
function refusal(sampleRate: number | undefined, channelCount: number | undefined): string | undefined {
  if (sampleRate !== undefined && !OPUS_SAMPLE_RATES.some((rate) => rate === sampleRate)) {
    return `Opus takes ${OPUS_SAMPLE_RATES.join(', ')} Hz, not ${sampleRate}; put FastResample before it`;
  }
  if (channelCount !== undefined && channelCount > 2) {
    return `Opus takes 1 or 2 channels here, not ${channelCount}; put ChannelMap before it`;
  }
  return undefined;
}
