import { VpxEncoder, type VpxEncoderConfig } from '../../../../vpx/index.ts';
import type { VideoEncoderConfig } from '../../../../webcodecs/coders/config-types.ts';
import type { VideoDecoderFacts } from '../../../ports.ts';
import type { EncodedMessage } from '../../payloads.ts';
import type { CoderInput } from '../../protocol.ts';
import type { CoderSession, Steps } from '../coder-session.ts';
import { notConfigured, wrongInput } from '../session-errors.ts';
import { areSameColors, encodedColors, type KnownColors } from './encoded-colors.ts';
import { vpxImageOf } from './vpx-image.ts';
import { vpxEncoderSettings } from './vpx-settings.ts';

/** Encodes pictures to VP8 or VP9; pictures of another size are scaled. */
export class VideoEncoderSession implements CoderSession {
  #config: VideoEncoderConfig | undefined;
  #settings: VpxEncoderConfig | undefined;
  #encoder: VpxEncoder | undefined;
  #module: WebAssembly.Module | undefined;
  #colors: KnownColors | undefined;
  #isConfigNews = true;

  /** Goes on in the same stream where only rates and sizes change; else begins a new one. */
  configure(config: VideoEncoderConfig, module: WebAssembly.Module): Steps {
    const settings = vpxEncoderSettings(config);
    this.#isConfigNews = true;
    this.#config = config;
    if (this.#encoder && this.#module === module && isSameStream(this.#settings, settings)) {
      this.#encoder.update(settings);
    } else {
      this.close();
      this.#encoder = new VpxEncoder(module, settings);
      this.#module = module;
    }
    this.#settings = settings;
    return [];
  }

  /** Encodes one picture. A change of what the colours mean makes a key frame. */
  *process(input: CoderInput): Steps {
    if (input.type !== 'picture' || !('data' in input.pixels)) throw wrongInput('video-encoder', input.type);
    const encoder = this.#encoder;
    const config = this.#config;
    if (!encoder || !config) throw notConfigured('video-encoder');
    const colors = encodedColors(input.pixels);
    const areColorsNews = !this.#colors || !areSameColors(this.#colors, colors);
    const encoded = encoder.encode(vpxImageOf(input.pixels, colors), {
      timestampUs: input.timestamp,
      durationUs: input.duration,
      keyFrame: input.keyFrame || (areColorsNews && this.#colors !== undefined),
      quantizer: input.quantizer,
    });
    if (!encoded) return;
    const isNews = this.#isConfigNews || areColorsNews;
    this.#colors = colors;
    this.#isConfigNews = false;
    const message: EncodedMessage = {
      type: 'encoded',
      key: encoded.keyFrame,
      timestamp: input.timestamp,
      duration: input.duration,
      data: encoded.data.slice(),
      decoderConfig: isNews ? decoderConfigOf(config, colors) : undefined,
      temporalLayerId: (this.#settings?.temporalLayers ?? 1) > 1 ? encoded.temporalLayerId : undefined,
    };
    yield message;
  }

  /** Nothing is ever held back. */
  flush(): Steps {
    if (!this.#encoder) throw notConfigured('video-encoder');
    return [];
  }

  /** Gives the encoder back. */
  close(): void {
    this.#encoder?.close();
    this.#encoder = undefined;
    this.#colors = undefined;
  }
}

/** Whether the encoder can go from one to the other by an update. */
function isSameStream(before: VpxEncoderConfig | undefined, after: VpxEncoderConfig): boolean {
  return before?.codec === after.codec && before.temporalLayers === after.temporalLayers;
}

function decoderConfigOf({ width, height }: VideoEncoderConfig, colors: KnownColors): VideoDecoderFacts {
  return { codedWidth: width, codedHeight: height, colorSpace: { ...colors } };
}
