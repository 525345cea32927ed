import type { Coder, Output, Picture } from '../contender.ts';
import type { Frame, LibAv } from './library.ts';

/** With the pixels copied out. */
export function copying(libav: LibAv, context: number, packet: number, frame: number, output: Output<Picture>) {
  let pts = 0;
  const coder: Coder<Uint8Array<ArrayBuffer>> = {
    put(data) {
      const frames = libav.ff_decode_multi_sync(context, packet, frame, [{ data, pts, ptshi: 0 }], {});
      pts += 1;
      for (const picture of frames as Frame[]) output(pictureOf(picture));
    },
    close: () => libav.ff_free_decoder_sync(context, packet, frame),
  };
  return coder;
}

/** With the pixels left where they are, and given back at once. */
export function leaving(libav: LibAv, context: number, packet: number, frame: number, output: Output<undefined>) {
  const config = { copyoutFrame: 'ptr' };
  let pts = 0;
  const coder: Coder<Uint8Array<ArrayBuffer>> = {
    put(data) {
      for (const made of libav.ff_decode_multi_sync(context, packet, frame, [{ data, pts, ptshi: 0 }], config)) {
        output(undefined);
        libav.av_frame_unref_sync(made as number);
      }
      pts += 1;
    },
    close: () => libav.ff_free_decoder_sync(context, packet, frame),
  };
  return coder;
}

function pictureOf({ data, layout = [], width = 0, height = 0 }: Frame): Picture {
  if (!(data instanceof Uint8Array)) throw new Error('libav.js gave a picture that is no bytes');
  return { width, height, planes: layout.map(({ offset, stride }) => ({ data: data.subarray(offset), stride })) };
}
