import type { NodeStats } from '@remotemedia/sdk/pipeline';

/** What a node does, in words. */
export interface Figures {
  /** How long its calls take. */
  readonly latency: string;
  /** What it gives in a second. */
  readonly rate: string;
  /** How loud that is; nothing without sound. */
  readonly level: string | undefined;
}

/** The figures of a node; dashes while nothing runs. */
export function figuresOf(stats: NodeStats | undefined): Figures {
  if (!stats) return { latency: '–', rate: '–', level: undefined };
  return {
    latency: latencyWords(stats),
    rate: `${stats.outputsPerSecond.toFixed(stats.outputsPerSecond < 10 ? 1 : 0)}/s`,
    level: levelWords(stats.levelDb),
  };
}

/** The clock of the audio thread counts whole milliseconds: there the mean of many calls says more than a percentile. */
function latencyWords({ latency: { count, p95Us, meanUs } }: NodeStats): string {
  if (count === 0) return '–';
  const ms = Math.max(p95Us, meanUs) / 1_000;
  if (ms < 0.01) return '< 0.01 ms';
  return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}

function levelWords(levelDb: number | undefined): string | undefined {
  if (levelDb === undefined) return undefined;
  return levelDb < -100 ? 'silent' : `${levelDb.toFixed(0)} dB`;
}
