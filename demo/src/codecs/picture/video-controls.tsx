import type { ReactElement } from 'react';
import { useStore } from '../../ui/use-store.ts';
import { Choice, Slider } from '../parts/choice.tsx';
import type { Comparison } from './comparison.ts';
import type { VideoSettings } from './video-settings.ts';

/** Stands for a speed that is left to the encoder. */
const AUTO = -1;

/** What can be set for the picture. */
export function VideoControls({ comparison }: { readonly comparison: Comparison }): ReactElement {
  const settings = useStore(comparison.settings);
  const running = useStore(comparison.running);
  const { source, codec, height, kilobits, cpuUsed, layers } = settings;
  const change = (part: Partial<VideoSettings>) => comparison.change(part);
  const fastest = codec === 'vp9' ? 9 : 16;
  const speeds = Array.from({ length: fastest + 1 }, (_, speed) => [speed, String(speed)] as const);
  return (
    <fieldset className="codecs-controls">
      <legend className="visually-hidden">Settings of the picture</legend>
      <Choice
        label="From"
        testId="source"
        value={source}
        options={
          [
            ['test', 'Test picture'],
            ['camera', 'Camera'],
          ] as const
        }
        onChoose={(chosen) => change({ source: chosen })}
      />
      <Choice
        label="Format"
        testId="codec"
        value={codec}
        options={
          [
            ['vp9', 'VP9'],
            ['vp8', 'VP8'],
          ] as const
        }
        // What is a speed in one format may be none in the other.
        onChoose={(chosen) => change({ codec: chosen, cpuUsed: undefined })}
      />
      <Choice
        label="Size"
        testId="size"
        value={height}
        options={
          [
            [180, '320 × 180'],
            [360, '640 × 360'],
            [720, '1280 × 720'],
          ] as const
        }
        onChoose={(chosen) => change({ height: chosen })}
      />
      <Slider
        label="Bitrate"
        unit="kbit/s"
        testId="bitrate"
        min={100}
        max={3_000}
        step={100}
        value={kilobits}
        onChange={(chosen) => change({ kilobits: chosen })}
      />
      <Choice
        label="Speed of ours (cpu-used)"
        value={cpuUsed ?? AUTO}
        options={[[AUTO, 'By the size'], ...speeds] as const}
        onChoose={(chosen) => change({ cpuUsed: chosen === AUTO ? undefined : chosen })}
      />
      <Choice
        label="Temporal layers"
        testId="layers"
        value={layers}
        options={
          [
            [1, 'One'],
            [2, 'Two'],
            [3, 'Three'],
          ] as const
        }
        onChoose={(chosen) => change({ layers: chosen })}
      />
      <div className="codecs-buttons">
        <button type="button" className="button button-quiet" onClick={() => comparison.requestKeyFrame()}>
          Key frame
        </button>
        <button
          type="button"
          className="button button-primary"
          data-testid="run"
          onClick={() => (running ? comparison.stop() : comparison.start())}
        >
          {running ? 'Stop' : 'Start'}
        </button>
      </div>
    </fieldset>
  );
}
