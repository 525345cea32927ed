import { SdkError } from '@remotemedia/base';
import type { RuntimeData } from '../../data/runtime-data.ts';
import type { NodeContext, NodeInstance } from '../../node/node-definition.ts';
import { bringModules } from './coders/codec-modules.ts';
import { DecodeSession } from './coders/decode-session.ts';
import { StreamSessions } from './coders/stream-sessions.ts';
import { isCodec } from './coders/video-codec.ts';
import type { VideoDecodeParams } from './video-decode.ts';

/** A `VideoDecode` at work. */
export class VideoDecodeNode implements NodeInstance {
  readonly #params: VideoDecodeParams;
  readonly #emit: NodeContext['emit'];
  readonly #sessions = new StreamSessions<DecodeSession>();

  constructor(params: VideoDecodeParams, context: NodeContext) {
    this.#params = params;
    this.#emit = context.emit;
    bringModules(context, {
      'vp8-decoder': context.asset('vp8Decoder'),
      'vp9-decoder': context.asset('vp9Decoder'),
    });
  }

  async process(item: RuntimeData): Promise<void> {
    if (item.kind !== 'encodedVideo')
      throw new SdkError('invalid-argument', `VideoDecode takes encodedVideo, not ${item.kind}`);
    const { expectedCodec } = this.#params;
    if (expectedCodec && !isCodec(item.codec, expectedCodec))
      throw new SdkError('invalid-argument', `expected_codec is ${expectedCodec}, and a packet of ${item.codec} came`);
    // An error that came after its packet is told now; it is not this packet's.
    const failure = this.#sessions.takeFailure(item.streamId);
    await this.#sessions.get(item.streamId, () => new DecodeSession(this.#params, this.#emit)).decode(item);
    if (failure) throw failure;
  }

  async flush(): Promise<void> {
    await Promise.all(this.#sessions.values().map((session) => session.flush()));
  }

  reset(): void {
    this.#sessions.clear();
  }

  close(): void {
    this.#sessions.clear();
  }
}
