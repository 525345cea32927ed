import type { GraphStats, GraphWindow, LatencySummary } from '../../../run/index.ts';
import type { SeatMessage } from '../../protocol.ts';
import { TIMED_SHARE } from './quantum-clock.ts';

/** A report in which only one quantum of {@link TIMED_SHARE} was timed, with the means as they are over all of them. */
export function timedReport(message: SeatMessage): SeatMessage {
  if (message.type !== 'done' || !message.report) return message;
  return { ...message, report: isStats(message.report) ? ofStats(message.report) : ofWindow(message.report) };
}

function ofStats(report: GraphStats): GraphStats {
  return { ...report, nodes: report.nodes.map((node) => ({ ...node, latency: scaled(node.latency) })) };
}

function ofWindow(report: GraphWindow): GraphWindow {
  const nodes = Object.entries(report).map(([id, node]) => [id, { ...node, latency: scaled(node.latency) }]);
  return Object.fromEntries(nodes);
}

function scaled(latency: LatencySummary): LatencySummary {
  return { ...latency, meanUs: latency.meanUs * TIMED_SHARE };
}

function isStats(report: GraphStats | GraphWindow): report is GraphStats {
  return Array.isArray(report['nodes']);
}
