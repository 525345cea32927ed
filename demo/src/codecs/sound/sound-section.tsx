import { SdkError } from '@remotemedia/sdk';
import type { ReactElement } from 'react';
import { captureErrorWords } from '../../page/error-words.ts';
import { useStore } from '../../ui/use-store.ts';
import { codecErrorWords } from '../parts/fault-words.ts';
import { inWords, LineChart } from '../parts/line-chart.tsx';
import { latest } from '../parts/meter.ts';
import { SoundControls } from './sound-controls.tsx';
import type { SoundLoop } from './sound-loop.ts';

/** Sound through Opus, with losses one can hear. */
export function SoundSection({ sound }: { readonly sound: SoundLoop }): ReactElement {
  const view = useStore(sound.view);
  const { fault, engine, packets, lost, heardMs, kilobits, encodeMs } = view;
  const words = fault && (fault instanceof SdkError ? captureErrorWords(fault, 'microphone') : codecErrorWords(fault));
  const figures = [
    ['Packets', String(packets)],
    ['Lost', String(lost)],
    ['Heard', `${(heardMs / 1_000).toFixed(1)} s`],
    ['Bitrate', inWords(latest(kilobits), 'kbit/s', 1)],
    ['Encoding', inWords(latest(encodeMs), 'ms', 1)],
  ];
  const line = (name: string, history: typeof kilobits) => [{ name, kind: 'ours' as const, history }];
  return (
    <section className="codecs-section" aria-labelledby="sound-title">
      <h2 id="sound-title">Sound</h2>
      <p className="codecs-intro">
        Opus at 48 kHz, 20 ms in each packet. Lose some packets and hear what concealment and forward error correction
        make of it. With a microphone, put on headphones.
      </p>
      <SoundControls sound={sound} />
      {words && (
        <p className="codecs-fault" role="alert">
          <strong>{words.title}.</strong> {words.hint}
        </p>
      )}
      <div className="sound-result">
        <div>
          <p className="lane-reason" data-testid="sound-engine">
            {engine ? `Encoded by: ${engine}.` : 'Nothing is encoded yet.'}
          </p>
          <dl className="figures" data-testid="sound-figures">
            {figures.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd data-figure={label}>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
        <LineChart title="Bitrate of the sound" unit="kbit/s" digits={1} lines={line('Opus', kilobits)} />
        <LineChart title="Encoding of the sound" unit="ms" digits={1} lines={line('Opus', encodeMs)} />
      </div>
    </section>
  );
}
