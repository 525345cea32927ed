import type { MediaKind } from './peer-stats.ts';
import { type RawStat, textOf } from './raw-stat.ts';
import type { StatsReport } from './stats-report.ts';

/** Audio or video; anything but `audio` counts as video. */
export function kindOf(stat: RawStat): MediaKind {
  return (stat['kind'] ?? stat['mediaType']) === 'audio' ? 'audio' : 'video';
}

/** Name of the codec without its kind. */
export function codecOf(report: StatsReport, stat: RawStat): string | undefined {
  return textOf(report.byReference(stat, 'codecId'), 'mimeType')?.replace(/^\w+\//, '');
}

/** Puts the streams of one track together: those with the same `mid`, or one each where there is none. */
export function groupByTrack(streams: readonly RawStat[]): RawStat[][] {
  const groups = new Map<string, RawStat[]>();
  for (const stream of streams) {
    const key = textOf(stream, 'mid') ?? `id ${textOf(stream, 'id')}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(stream);
  }
  return [...groups.values()];
}
