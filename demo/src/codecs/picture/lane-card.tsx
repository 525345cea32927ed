import type { ReactElement } from 'react';
import { useStore } from '../../ui/use-store.ts';
import { codecErrorWords } from '../parts/fault-words.ts';
import { inWords } from '../parts/line-chart.tsx';
import { latest } from '../parts/meter.ts';
import type { VideoLane } from './video-lane.ts';

/** What {@link LaneCard} shows. */
export interface LaneCardProps {
  /** Name of the engine for people. */
  readonly name: string;
  /** Handle for tests, and colour of its lines. */
  readonly kind: 'native' | 'ours';
  /** The engine at work. */
  readonly lane: VideoLane;
  /** Takes the canvas that decoded pictures go to. */
  readonly canvasRef: (canvas: HTMLCanvasElement | null) => void;
  /** How many temporal layers are asked for. */
  readonly layers: number;
}

/** What comes out of one engine, and what it costs. */
export function LaneCard({ name, kind, lane, canvasRef, layers }: LaneCardProps): ReactElement {
  const view = useStore(lane.view);
  const words = view.fault && codecErrorWords(view.fault);
  const figures = [
    ['Pictures', String(view.pictures)],
    ['Bitrate', inWords(latest(view.kilobits), 'kbit/s', 0)],
    ['Encoding', inWords(latest(view.encodeMs), 'ms', 1)],
    ['Decoding', inWords(latest(view.decodeMs), 'ms', 1)],
    ['PSNR', inWords(latest(view.psnrDb), 'dB', 1)],
    ['Key frames', String(view.keyFrames)],
    ['Left out', String(view.skipped)],
    ...(layers > 1 ? [['In each layer', view.perLayer.slice(0, layers).join(' · ')]] : []),
  ];
  return (
    <section className={`lane lane-${kind}`} aria-label={name} data-testid={`lane-${kind}`}>
      <h3>
        <span className="lane-key" aria-hidden="true" />
        {name}
      </h3>
      <canvas ref={canvasRef} width={640} height={360} role="img" aria-label={`Decoded picture: ${name}`} />
      {words && (
        <p className="codecs-fault" role="alert">
          <strong>{words.title}.</strong> {words.hint}
        </p>
      )}
      <dl className="figures">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd data-figure={label}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
