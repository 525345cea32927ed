import { type Clock, SdkError } from '@remotemedia/base';
import { watchEnd } from '../../audio/source-watch.ts';
import type { LineListeners, OpenedLine } from '../line/line.ts';
import type { PicturePathStats } from '../line/picture-path-stats.ts';

/** What a line needs that takes nothing anywhere. */
export interface PassthroughLineOptions extends LineListeners {
  readonly source: MediaStreamTrack;
  readonly clock: Clock;
}

const NOTHING: PicturePathStats = {
  inputs: 0,
  outputs: 0,
  passed: 0,
  dropped: 0,
  late: 0,
  refused: 0,
  inputFps: 0,
  outputFps: 0,
  latencyMs: undefined,
  isStalled: true,
};

/** Where neither streams nor canvases make tracks: the output is a clone of the source. */
export function openPassthroughLine({ source, clock, onEnd }: PassthroughLineOptions): OpenedLine {
  const track = source.clone();
  const stopWatching = watchEnd(source, end, clock);

  function end(): void {
    if (track.readyState === 'ended') return;
    track.stop();
    track.dispatchEvent(new Event('ended'));
    onEnd();
  }

  return {
    track,
    line: {
      setGraph: (port) => {
        port.close();
        return Promise.reject(new SdkError('unimplemented', 'pictures do not reach a pipeline in this browser'));
      },
      loseGraph: () => {},
      stats: () => Promise.resolve(NOTHING),
      close: () => {
        stopWatching();
        track.stop();
      },
    },
  };
}
