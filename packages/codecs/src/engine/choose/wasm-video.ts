import { completeEncoderConfig } from '../../vpx/encoder-config.ts';
import { MAX_VPX_PIXELS } from '../../vpx/picture-limit.ts';
import type { VideoDecoderConfig, VideoEncoderConfig } from '../../webcodecs/coders/config-types.ts';
import { vpxEncoderSettings } from '../worker/sessions/video/vpx-settings.ts';
import { faultOf } from './fault-of.ts';
import { parseVpxCodecString, type VpxCodecString } from './vpx-codec-string.ts';

/** Longest side. Source: RFC 6386 §9.1 (14 bits); VP9 bitstream specification, Annex A, level 6.2. */
const MAX_SIDE = { vp8: 16_383, vp9: 16_384 } as const;
const MAX_FRAMERATE = 1000;

/** Why our engine cannot encode this; `undefined` when it can. What the codec itself checks is left to it. */
export function wasmVideoEncodeRefusal(config: VideoEncoderConfig): string | undefined {
  const stream = parseVpxCodecString(config.codec);
  if (!stream) return notOurs(config.codec);
  if (stream.profile > 0) return `the wasm engine encodes VP9 profile 0 only, not ${stream.profile}`;
  return (
    rateRefusal(config) ??
    extrasRefusal(stream, config) ??
    (config.alpha === 'keep' ? 'the wasm engine does not encode alpha' : undefined) ??
    faultOf(() => completeEncoderConfig(vpxEncoderSettings(config)))
  );
}

/** Why our engine cannot decode this; `undefined` when it can. */
export function wasmVideoDecodeRefusal(config: VideoDecoderConfig): string | undefined {
  const stream = parseVpxCodecString(config.codec);
  if (!stream) return notOurs(config.codec);
  if (stream.bitDepth > 8) return `the wasm engine decodes 8 bits, not ${stream.bitDepth}`;
  return sizeRefusal(stream, config.codedWidth ?? 1, config.codedHeight ?? 1);
}

function notOurs(codec: string): string {
  return `the wasm engine has 'vp8' and 'vp09.…' for video, not '${codec}'`;
}

function sizeRefusal({ codec }: VpxCodecString, width: number, height: number): string | undefined {
  const side = MAX_SIDE[codec];
  if (width <= side && height <= side && width * height <= MAX_VPX_PIXELS) return undefined;
  return `${width}×${height} is too large for the wasm engine: at most ${side} a side and ${MAX_VPX_PIXELS} pixels`;
}

function rateRefusal({ framerate }: VideoEncoderConfig): string | undefined {
  if (framerate === undefined || (framerate > 0 && framerate <= MAX_FRAMERATE)) return undefined;
  return `framerate is ${framerate}; expected more than 0, up to ${MAX_FRAMERATE}`;
}

function extrasRefusal({ codec }: VpxCodecString, { vpxExtras }: VideoEncoderConfig): string | undefined {
  const { aqMode, tileColumns } = vpxExtras ?? {};
  if (codec === 'vp8' && (aqMode ?? tileColumns) !== undefined) return 'aqMode and tileColumns are for VP9 only';
  return undefined;
}
