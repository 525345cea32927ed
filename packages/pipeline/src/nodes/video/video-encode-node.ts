import { SdkError } from '@remotemedia/base';
import type { RuntimeData } from '../../data/runtime-data.ts';
import type { NodeContext, NodeInstance } from '../../node/node-definition.ts';
import { bringModules } from './coders/codec-modules.ts';
import { EncodeSession } from './coders/encode-session.ts';
import { StreamSessions } from './coders/stream-sessions.ts';
import type { VideoEncodeParams } from './video-encode.ts';
import { requireVideo } from './video-input.ts';

/** A `VideoEncode` at work. */
export class VideoEncodeNode implements NodeInstance {
  readonly #emit: NodeContext['emit'];
  readonly #sessions = new StreamSessions<EncodeSession>();
  #params: VideoEncodeParams;

  constructor(params: VideoEncodeParams, context: NodeContext) {
    this.#params = params;
    this.#emit = context.emit;
    bringModules(context, {
      'vp8-encoder': context.asset('vp8Encoder'),
      'vp9-encoder': context.asset('vp9Encoder'),
    });
  }

  async process(item: RuntimeData): Promise<void> {
    const data = requireVideo(item, 'VideoEncode');
    if (!data.frame.visibleRect) throw new SdkError('invalid-argument', 'the video frame is closed');
    // An error that came after its picture is told now; it is not this picture's.
    const failure = this.#sessions.takeFailure(data.streamId);
    await this.#sessions.get(data.streamId, () => this.#open()).encode(data);
    if (failure) throw failure;
  }

  async flush(): Promise<void> {
    await Promise.all(this.#sessions.values().map((session) => session.flush()));
  }

  update(params: VideoEncodeParams): void {
    const isOtherCodec = params.codec !== this.#params.codec;
    this.#params = params;
    // The next picture begins anew with the other codec; it has to be a key frame anyway.
    if (isOtherCodec) this.#sessions.clear();
    else for (const session of this.#sessions.values()) session.update(params);
  }

  reset(): void {
    this.#sessions.clear();
  }

  close(): void {
    this.#sessions.clear();
  }

  #open(): EncodeSession {
    return new EncodeSession(this.#params, this.#emit);
  }
}
