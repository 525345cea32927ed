import { defineNode, type NodeDefinition } from '../../node/node-definition.ts';
import { type Param, param } from '../../node/param.ts';

/** Parameters of {@link recorder}. */
export type RecorderParams = {
  readonly tracks: 'auto' | 'audio' | 'video' | 'both';
  readonly videoCodec: 'Vp8' | 'Vp9';
  readonly videoBitrate: number;
  readonly audioBitrate: number;
  readonly chunkMs: number;
};

/** What a recorder tells on its port `events`. */
export interface RecorderEvent {
  /** What happened. */
  readonly event: 'recording.started' | 'recording.finished';
  /** Of the file: `video/webm` or `audio/webm`. */
  readonly mime_type: string;
  /** What is in it. */
  readonly tracks: readonly ('audio' | 'video')[];
  /** Of all chunks of this file so far. */
  readonly size_bytes: number;
  /** From its beginning to its latest packet. */
  readonly duration_ms: number;
}

/**
 * Writes sound and pictures into one WebM file, and hands on what it gets, so that it can be anywhere in a chain.
 *
 * The file leaves in pieces that are to be put one after another. Its end is written when the input is over, or when the
 * text `finish` comes to the port `control`; what comes afterwards begins another file, whose first piece begins with the
 * bytes `1A 45 DF A3`. When the node is closed before, the latest piece is missing, and the rest can be played. Source: WebM
 * Container Guidelines.
 */
export const recorder: NodeDefinition<{ readonly [K in keyof RecorderParams]: Param<RecorderParams[K]> }> = defineNode({
  type: 'Recorder',
  about:
    'Writes sound (Opus) and pictures (VP8, VP9; AV1 if they come encoded) into one WebM file, which leaves as binary ' +
    'chunks, and hands on what it gets. The end of the input ends the file, and so does the text finish at the port ' +
    'control. Bypassed, it pauses. New parameters count from the next file on.',
  params: {
    tracks: param.choice<RecorderParams['tracks'], { about: string; default: 'auto' }>(
      ['auto', 'audio', 'video', 'both'],
      {
        about: 'What is recorded: auto takes what has come by the end of the first second; both waits for the two.',
        default: 'auto',
      },
    ),
    videoCodec: param.choice<RecorderParams['videoCodec'], { about: string; default: 'Vp8'; aliases: string[] }>(
      ['Vp8', 'Vp9'],
      { about: 'The codec for pictures that come as they are.', default: 'Vp8', aliases: ['codec'] },
    ),
    videoBitrate: param.integer({
      about: 'How much the pictures may take.',
      default: 1_000_000,
      min: 10_000,
      max: 100_000_000,
      unit: 'bit/s',
    }),
    audioBitrate: param.integer({
      about: 'How much the sound takes, on average.',
      default: 64_000,
      min: 6000,
      max: 510_000,
      unit: 'bit/s',
    }),
    chunkMs: param.integer({
      about: 'How much of the recording is in a chunk, at least.',
      default: 1000,
      min: 20,
      max: 60_000,
      unit: 'ms',
    }),
  },
  ports: {
    inputs: { in: ['audio', 'video', 'encodedAudio', 'encodedVideo'], control: ['text'] },
    outputs: { out: 'same', file: ['binary'], events: ['json'] },
  },
  hosts: ['worker', 'node', 'inline'],
  assets: { opus: 'module', vp8Encoder: 'module', vp9Encoder: 'module' },
  create: async (params, context) => {
    const { RecorderNode } = await import('./recorder-node.ts');
    return new RecorderNode(params, context);
  },
});
