export type { EntryPoint } from './entry-doors.ts';
export type { GraphRun } from './graph-run.ts';
export type { GraphStats, GraphWindow, NodeStats, NodeWindow } from './graph-stats.ts';
export type { LatencySummary } from './latency-histogram.ts';
export { openGraphRun, openRealtimeRun } from './open-run.ts';
export type { GraphRunOptions, NodeFault, QueueOptions, QueuePolicy } from './run-options.ts';
export type { TapListener } from './tap-board.ts';
