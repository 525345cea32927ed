import type { ReactElement } from 'react';
import { type History, latest } from './meter.ts';

/** One line of a chart. */
export interface Line {
  /** Whose it is. */
  readonly name: string;
  /** How it is drawn. */
  readonly kind: 'native' | 'ours';
  /** Its numbers, the newest last. */
  readonly history: History;
}

/** What {@link LineChart} shows. */
export interface LineChartProps {
  /** What is measured. */
  readonly title: string;
  /** Its unit. */
  readonly unit: string;
  /** Digits after the point. */
  readonly digits: number;
  /** The lines. */
  readonly lines: readonly Line[];
}

const WIDTH = 240;
const HEIGHT = 80;
const POINTS = 60;

/** Numbers over the last half minute; who cannot see the lines is told the last numbers. */
export function LineChart({ title, unit, digits, lines }: LineChartProps): ReactElement {
  const values = lines.flatMap(({ history }) => history.filter((value) => value !== undefined));
  const top = niceTop(usualMost(values));
  const words = lines.map(({ name, history }) => `${name}: ${inWords(latest(history), unit, digits)}`).join(', ');
  return (
    <figure className="chart">
      <figcaption>
        {title} <span>{unit}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title} now. ${words}`}
        preserveAspectRatio="none"
      >
        <line className="chart-grid" x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
        {lines.map(({ name, kind, history }) => (
          <polyline key={name} className={`chart-line chart-line-${kind}`} points={pointsOf(history, top)} />
        ))}
      </svg>
      <p className="chart-scale" aria-hidden="true">
        <span>0 – {top}</span>
        <span>30 s</span>
      </p>
    </figure>
  );
}

/** A number with its unit, or that there is none. */
export function inWords(value: number | undefined, unit: string, digits: number): string {
  return value === undefined ? '–' : `${value.toFixed(digits)} ${unit}`;
}

function pointsOf(history: History, top: number): string {
  const offset = POINTS - history.length;
  return history
    .flatMap((value, index) => {
      if (value === undefined) return [];
      const x = ((offset + index) * WIDTH) / (POINTS - 1);
      const share = Math.min(1, value / top);
      return [`${x.toFixed(1)},${(HEIGHT - 2 - share * (HEIGHT - 4)).toFixed(1)}`];
    })
    .join(' ');
}

/** What a tenth of the numbers exceed, and some room: the first frames would make all others a flat line. */
function usualMost(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0) * 1.25;
}

/** The next of 1, 1.5, 2, 3, 5, 7.5, 10, 15 … that is not below. */
function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 5, 7.5, 10].map((step) => step * power).find((step) => step >= value) ?? value;
}
