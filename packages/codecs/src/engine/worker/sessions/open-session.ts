import type { CoderKind } from '../protocol.ts';
import { AudioDecoderSession } from './audio/audio-decoder-session.ts';
import { AudioEncoderSession } from './audio/audio-encoder-session.ts';
import type { CoderSession } from './coder-session.ts';
import { VideoDecoderSession } from './video/video-decoder-session.ts';
import { VideoEncoderSession } from './video/video-encoder-session.ts';

/** A session that waits to be configured. */
export function openSession(kind: CoderKind): CoderSession {
  switch (kind) {
    case 'audio-encoder':
      return new AudioEncoderSession();
    case 'audio-decoder':
      return new AudioDecoderSession();
    case 'video-encoder':
      return new VideoEncoderSession();
    case 'video-decoder':
      return new VideoDecoderSession();
  }
}
