import { SdkError } from '@remotemedia/base';
import { writeOpusHead } from '../../../../opus/index.ts';
import type { AudioEncoderConfig } from '../../../../webcodecs/coders/config-types.ts';
import type { AudioDecoderFacts } from '../../../ports.ts';
import type { EncodedMessage, PcmMessage } from '../../payloads.ts';
import type { CoderInput } from '../../protocol.ts';
import type { CoderSession, Steps } from '../coder-session.ts';
import { notConfigured, wrongInput } from '../session-errors.ts';
import { type OpusEncoderSettings, opusEncoderSettings } from './opus-settings.ts';
import { PacketMaker } from './packet-maker.ts';
import { RateChanger } from './rate-changer.ts';

/** Rate of the pre-skip in an identification header, whatever the stream's (RFC 7845, 5.1). */
const PRE_SKIP_RATE = 48_000;

/** Encodes sound to Opus: any length and rate in, packets of one duration out. */
export class AudioEncoderSession implements CoderSession {
  #settings: OpusEncoderSettings | undefined;
  #maker: PacketMaker | undefined;
  /** For inputs of a rate that Opus does not know. */
  #changer: RateChanger | undefined;
  #isConfigNews = true;

  /** Changes of the rate of bits and the like go on in mid-packet; others bring out what waits first. */
  *configure(config: AudioEncoderConfig, module: WebAssembly.Module): Steps {
    const settings = opusEncoderSettings(config);
    this.#isConfigNews = true;
    if (this.#maker?.update(settings)) {
      this.#settings = settings;
      return;
    }
    yield* this.flush();
    this.close();
    this.#settings = settings;
    this.#maker = new PacketMaker(module, settings);
    this.#changer = changerFor(settings);
  }

  /** Encodes what fills packets. */
  *process(input: CoderInput): Steps {
    if (input.type !== 'pcm') throw wrongInput('audio-encoder', input.type);
    const { settings, maker } = this.#configured();
    checkPcm(input, settings);
    maker.timeline.input(input.timestamp, input.data.length / input.numberOfChannels);
    for (const pcm of this.#changer?.take(input.data) ?? [input.data]) {
      for (const packet of maker.take(pcm)) yield this.#withConfig(packet);
    }
  }

  /** Encodes the rest. */
  *flush(): Steps {
    const maker = this.#maker;
    if (!maker) return;
    if (this.#changer) for (const packet of maker.take(this.#changer.drain())) yield this.#withConfig(packet);
    for (const packet of maker.drain()) yield this.#withConfig(packet);
  }

  /** Gives the encoder back. */
  close(): void {
    this.#maker?.close();
    this.#maker = undefined;
  }

  #configured(): { settings: OpusEncoderSettings; maker: PacketMaker } {
    if (!this.#settings || !this.#maker) throw notConfigured('audio-encoder');
    return { settings: this.#settings, maker: this.#maker };
  }

  #withConfig(packet: EncodedMessage | undefined): EncodedMessage | undefined {
    if (!packet || !this.#isConfigNews) return packet;
    this.#isConfigNews = false;
    return { ...packet, decoderConfig: this.#decoderConfig() };
  }

  #decoderConfig(): AudioDecoderFacts {
    const { settings, maker } = this.#configured();
    const { sampleRate, channelCount } = settings.encoder;
    const preSkip = Math.round((maker.lookaheadFrames * PRE_SKIP_RATE) / sampleRate);
    const inputSampleRate = Math.round(settings.inputRate);
    const description = writeOpusHead({ channelCount, preSkip, inputSampleRate }).buffer;
    return { sampleRate, numberOfChannels: channelCount, description };
  }
}

function changerFor({ inputRate, encoder }: OpusEncoderSettings): RateChanger | undefined {
  const { sampleRate: outputRate, channelCount } = encoder;
  return inputRate === outputRate ? undefined : new RateChanger({ inputRate, outputRate, channelCount });
}

/** The platform's encoders refuse, too, what the configuration did not say. */
function checkPcm({ sampleRate, numberOfChannels, data }: PcmMessage, settings: OpusEncoderSettings): void {
  const { inputRate, encoder } = settings;
  const found = `${sampleRate} Hz with ${numberOfChannels} channel(s)`;
  if (sampleRate !== inputRate || numberOfChannels !== encoder.channelCount) {
    const expected = `${inputRate} Hz with ${encoder.channelCount} channel(s)`;
    throw new SdkError('data-loss', `the encoder was configured for ${expected} and got ${found}`);
  }
  if (data.length % numberOfChannels === 0) return;
  throw new SdkError(
    'data-loss',
    `${data.length} samples are no whole sample-frames of ${numberOfChannels} channel(s)`,
  );
}
