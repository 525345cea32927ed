/// <reference types="vite/client" />
import { measureLatency } from './live/audio-latency.ts';
import { damagedShares } from './live/under-load.ts';
import { measureQuantum } from './rendering/measure-quantum.ts';
import { measureVideo } from './video/measure-video.ts';
import { measureVideoLatency } from './video/video-latency.ts';

/** What one measurement is about. */
interface Call {
  readonly about: 'quantum' | 'video' | 'audio-latency' | 'video-latency';
  /** A node, or a size. */
  readonly subject: string;
  readonly contender: string;
}

/** What the driver asks of a page. */
interface PipelineBench {
  measure(call: Call): Promise<number>;
  /** Damaged render quanta in percent, by contender. */
  underLoad(seconds: number): Promise<Readonly<Record<string, number>>>;
}

declare global {
  /** Set once the page can be used; the driver calls it. */
  var pipelineBench: PipelineBench | undefined;
}

globalThis.pipelineBench = {
  measure: async ({ about, subject, contender }) => {
    switch (about) {
      case 'quantum':
        return await measureQuantum(subject, contender);
      case 'video':
        return await measureVideo(subject, contender);
      case 'audio-latency':
        return await measureLatency(contender);
      case 'video-latency':
        return await measureVideoLatency(subject, contender);
    }
  },
  underLoad: damagedShares,
};
