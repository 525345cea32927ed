import type { ReactElement } from 'react';
import { useStore } from '../../ui/use-store.ts';
import { Choice, Slider } from '../parts/choice.tsx';
import type { SoundLoop } from './sound-loop.ts';
import type { SoundSettings } from './sound-settings.ts';

/** What can be set for the sound. */
export function SoundControls({ sound }: { readonly sound: SoundLoop }): ReactElement {
  const settings = useStore(sound.settings);
  const { state } = useStore(sound.view);
  const { source, engine, kilobits, complexity, fec, lossPercent, concealment } = settings;
  const change = (part: Partial<SoundSettings>) => sound.change(part);
  return (
    <fieldset className="codecs-controls">
      <legend className="visually-hidden">Settings of the sound</legend>
      <Choice
        label="From"
        testId="sound-source"
        value={source}
        options={
          [
            ['melody', 'Test melody'],
            ['microphone', 'Microphone'],
          ] as const
        }
        onChoose={(chosen) => change({ source: chosen })}
      />
      <Choice
        label="Encoder"
        testId="sound-engine-choice"
        value={engine}
        options={
          [
            ['auto', 'Whichever fits'],
            ['webcodecs', 'The browser’s'],
            ['wasm', 'Ours'],
          ] as const
        }
        onChoose={(chosen) => change({ engine: chosen })}
      />
      <Slider
        label="Bitrate"
        unit="kbit/s"
        min={8}
        max={128}
        step={4}
        value={kilobits}
        onChange={(chosen) => change({ kilobits: chosen })}
      />
      <Slider
        label="Complexity"
        unit=""
        min={0}
        max={10}
        step={1}
        value={complexity}
        onChange={(chosen) => change({ complexity: chosen })}
      />
      <Slider
        label="Packets lost"
        unit="%"
        testId="loss"
        min={0}
        max={50}
        step={5}
        value={lossPercent}
        onChange={(chosen) => change({ lossPercent: chosen })}
      />
      <div className="codecs-ticks">
        <label className="codecs-tick">
          <input
            type="checkbox"
            checked={fec}
            onChange={({ currentTarget }) => change({ fec: currentTarget.checked })}
          />
          Repeat each packet in the next (FEC)
        </label>
        <label className="codecs-tick">
          <input
            type="checkbox"
            checked={concealment}
            onChange={({ currentTarget }) => change({ concealment: currentTarget.checked })}
          />
          Conceal what is lost
        </label>
      </div>
      <div className="codecs-buttons">
        <button
          type="button"
          className="button button-primary"
          data-testid="sound-run"
          onClick={() => (state === 'stopped' ? void sound.start() : sound.stop())}
        >
          {state === 'stopped' ? 'Listen' : 'Be quiet'}
        </button>
      </div>
    </fieldset>
  );
}
