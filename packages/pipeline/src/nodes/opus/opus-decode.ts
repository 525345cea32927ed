import { SdkError } from '@remotemedia/base';
import { inspectOpusPacket, OpusDecoder, type OpusSampleRate } from '@remotemedia/codecs/opus';
import { AudioBlock } from '../../data/audio-block.ts';
import type { EncodedAudioData, RuntimeData } from '../../data/runtime-data.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { planeOf } from '../audio/plane-of.ts';
import { type ItemStream, StreamNode } from '../audio/stream-node.ts';
import { OPUS_ASSETS, opusModule } from './opus-module.ts';

/** The step of what can be concealed (RFC 6716, 2), and the longest packet. */
const STEP_US = 2500;
const LONGEST_US = 120_000;

/** A timestamp that lies so far behind begins anew; a nearer one is of a packet that comes too late. */
const ANEW_US = 1_000_000;

const params = {
  sampleRate: param.choice([48000, 24000, 16000, 12000, 8000], {
    about: 'Of the output, in Hz, whatever the packets were made of.',
    default: 48000,
  }),
  channels: param.choice([1, 2], { about: 'Of the output. Absent: as the packets say.', aliases: ['channel_count'] }),
  fec: param.boolean({
    about: 'Whether a lost packet is taken from what the next one repeats of it, if it does.',
    default: true,
    aliases: ['inband_fec'],
  }),
  maxConcealMs: param.integer({
    about:
      'Up to here a gap in the timestamps is filled with sound made of what came before; a longer one stays a gap.',
    default: 120,
    min: 0,
    max: 5000,
    unit: 'ms',
  }),
  gainDb: param.number({ about: 'How much louder.', default: 0, min: -128, max: 127, unit: 'dB' }),
};

type DecodeParams = ParamValues<typeof params>;

/** Packets of Opus into sound. */
export const opusDecode: AnyNodeDefinition = defineNode({
  type: 'OpusDecode',
  aliases: ['OpusDecoder'],
  about:
    'Decodes packets of Opus (RFC 6716). Where timestamps show that packets are lost it fills the gap; what comes too late ' +
    'is dropped.',
  params,
  ports: { inputs: { in: ['encodedAudio'] }, outputs: { out: ['audio'] } },
  isRealtime: true,
  assets: OPUS_ASSETS,
  audioFormat: ({ sampleRate, channels }, input) => ({ sampleRate, channelCount: channels ?? input.channelCount }),
  create: (values, context) => {
    const module = opusModule(context);
    return new StreamNode(values, isPacket, (now) => new DecodeStream(now, module, context));
  },
});

function isPacket(item: RuntimeData): item is EncodedAudioData {
  return item.kind === 'encodedAudio';
}

class DecodeStream implements ItemStream<DecodeParams, EncodedAudioData> {
  readonly #emit: NodeContext['emit'];
  readonly #module: WebAssembly.Module;
  #params: DecodeParams;
  #decoder: OpusDecoder | undefined;
  #block = new AudioBlock(48000, []);
  /** When the next packet begins, if none is lost. */
  #nextUs: number | undefined;

  constructor(params: DecodeParams, module: WebAssembly.Module, { emit }: NodeContext) {
    this.#emit = emit;
    this.#module = module;
    this.#params = params;
  }

  take(packet: EncodedAudioData): void {
    if (packet.codec !== 'opus') {
      const given = JSON.stringify(packet.codec.slice(0, 40));
      throw new SdkError('invalid-argument', `OpusDecode takes packets of codec "opus", not ${given}`);
    }
    const decoder = this.#decoderFor(packet);
    const { timestampUs } = packet;
    const gapUs = this.#nextUs === undefined ? 0 : timestampUs - this.#nextUs;
    if (gapUs < -STEP_US / 2 && gapUs > -ANEW_US) return;
    if (this.#nextUs !== undefined && gapUs <= this.#params.maxConcealMs * 1000) {
      this.#fill(decoder, packet, this.#nextUs, Math.round(gapUs / STEP_US) * STEP_US);
    }
    const samples = decoder.decode(packet.data);
    this.#nextUs = timestampUs + this.#give(decoder, samples, timestampUs, packet.streamId);
  }

  update(params: DecodeParams): void {
    const before = this.#params;
    this.#params = params;
    if (params.sampleRate !== before.sampleRate || params.channels !== before.channels) this.close();
    else this.#decoder?.update({ gainDb: params.gainDb });
  }

  reset(): void {
    this.#decoder?.reset();
    this.#nextUs = undefined;
  }

  close(): void {
    this.#decoder?.close();
    this.#decoder = undefined;
  }

  #decoderFor({ channelCount }: EncodedAudioData): OpusDecoder {
    const channels = this.#params.channels ?? (channelCount === 2 ? 2 : 1);
    if (this.#decoder?.channelCount === channels) return this.#decoder;
    this.close();
    const { sampleRate, gainDb } = this.#params;
    const decoder = new OpusDecoder(this.#module, { sampleRate, channelCount: channels, gainDb });
    this.#decoder = decoder;
    return decoder;
  }

  /** Puts sound in the place of packets that were lost: the last of them may be repeated in the one that came. */
  #fill(decoder: OpusDecoder, packet: EncodedAudioData, fromUs: number, gapUs: number): void {
    const lastUs = this.#repeatedUs(decoder, packet, gapUs);
    let doneUs = 0;
    while (doneUs < gapUs - lastUs) {
      const partUs = Math.min(LONGEST_US, gapUs - lastUs - doneUs);
      this.#give(decoder, decoder.conceal(framesOf(partUs, decoder.sampleRate)), fromUs + doneUs, packet.streamId);
      doneUs += partUs;
    }
    if (lastUs === 0) return;
    const samples = decoder.decodeFec(packet.data, framesOf(lastUs, decoder.sampleRate));
    this.#give(decoder, samples, fromUs + doneUs, packet.streamId);
  }

  /** How much of the gap the packet repeats. */
  #repeatedUs(decoder: OpusDecoder, { data }: EncodedAudioData, gapUs: number): number {
    if (!this.#params.fec || gapUs <= 0) return 0;
    const lastUs = Math.round((decoder.lastPacketFrames / decoder.sampleRate) * 1e6);
    return lastUs > 0 && lastUs <= gapUs && inspectOpusPacket(data).hasFec ? lastUs : 0;
  }

  /** @returns how long the sound is, in µs */
  #give(decoder: OpusDecoder, samples: Float32Array, timestampUs: number, streamId: string | undefined): number {
    const { channelCount, sampleRate } = decoder;
    const frames = samples.length / channelCount;
    const block = this.#room(channelCount, frames);
    block.sampleRate = sampleRate;
    block.frames = frames;
    block.timestampUs = timestampUs;
    block.streamId = streamId;
    for (let channel = 0; channel < channelCount; channel += 1) {
      const plane = planeOf(block, channel);
      for (let frame = 0; frame < frames; frame += 1) plane[frame] = samples[frame * channelCount + channel] ?? 0;
    }
    this.#emit(block);
    return (frames / sampleRate) * 1e6;
  }

  #room(channelCount: number, frames: number): AudioBlock {
    if (this.#block.channels.length !== channelCount || (this.#block.channels[0]?.length ?? 0) < frames) {
      this.#block = AudioBlock.allocate({ sampleRate: 48000, channelCount }, frames);
    }
    return this.#block;
  }
}

function framesOf(durationUs: number, sampleRate: OpusSampleRate): number {
  return (durationUs * sampleRate) / 1e6;
}
