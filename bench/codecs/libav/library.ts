// What is used of libav.js: its own types say less of the form without promises.

/** A frame as libav.js takes and gives it. */
export interface Frame {
  readonly data: unknown;
  readonly format: number;
  readonly pts: number;
  readonly ptshi: number;
  readonly width?: number;
  readonly height?: number;
  readonly layout?: readonly { readonly offset: number; readonly stride: number }[];
  readonly channel_layout?: number;
  readonly sample_rate?: number;
  readonly nb_samples?: number;
}

export interface Packet {
  readonly data: Uint8Array;
  readonly pts?: number;
  readonly ptshi?: number;
}

type Four = readonly [codec: number, context: number, first: number, second: number];

/** The calls that are used, in the form without promises that it has where it works on the caller's own thread. */
export interface LibAv {
  ff_init_encoder_sync(name: string, options: object): Four;
  ff_encode_multi_sync(context: number, frame: number, packet: number, frames: readonly Frame[]): Packet[];
  ff_free_encoder_sync(context: number, frame: number, packet: number): void;
  ff_init_decoder_sync(name: string, config?: object): Four;
  ff_decode_multi_sync(c: number, p: number, f: number, packets: readonly Packet[], config: object): unknown[];
  ff_free_decoder_sync(context: number, packet: number, frame: number): void;
  av_frame_unref_sync(frame: number): void;
  av_log_set_level_sync(level: number): void;
}

interface LibAvModule {
  readonly LibAV: (options: object) => Promise<LibAv>;
}

declare global {
  /** Where the files of libav.js are: a folder in Node, an address in a page. */
  var libAvBase: string | undefined;
}

/** FFmpeg's AV_LOG_ERROR. */
const ERRORS_ONLY = 16;

let loading: Promise<LibAv> | undefined;

/** One instance for all, as its users have it; without threads and on this thread. */
export function loadLibAv(): Promise<LibAv> {
  loading ??= (async () => {
    const base = globalThis.libAvBase;
    const { default: module }: { default: LibAvModule } = await import(/* @vite-ignore */ `${base}/libav-webm-vp9.mjs`);
    const libav = await module.LibAV({ noworker: true, nothreads: true, base });
    libav.av_log_set_level_sync(ERRORS_ONLY);
    return libav;
  })();
  return loading;
}
