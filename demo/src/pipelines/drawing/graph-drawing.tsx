import type { GraphPlan, GraphStats, NodeStats } from '@remotemedia/sdk/pipeline';
import { type ReactElement, useMemo } from 'react';
import { figuresOf } from './figures.ts';
import { BOX_HEIGHT, BOX_WIDTH, layoutOf } from './layout.ts';

/** What {@link GraphDrawing} shows. */
export interface GraphDrawingProps {
  /** The nodes and connections. */
  readonly plan: GraphPlan;
  /** What they do, if they run. */
  readonly stats: GraphStats | undefined;
}

/** Levels between which the bar of a node goes from empty to full, in dB. */
const [QUIET_DB, LOUD_DB] = [-60, 0];
const PADDING = 12;

/** The graph as boxes and lines. All that it shows is said in the list of nodes, too. */
export function GraphDrawing({ plan, stats }: GraphDrawingProps): ReactElement {
  const { boxes, links, width, height } = useMemo(() => layoutOf(plan), [plan]);
  const of = (nodeId: string) => stats?.nodes.find(({ id }) => id === nodeId);
  const label = `Graph of ${plan.nodes.length} nodes: ${plan.nodes.map(({ id }) => id).join(', ')}`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by keyboard
    <section className="drawing" aria-label="Drawing of the graph" tabIndex={0}>
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
        {links.map(({ key, from, path }) => (
          <path key={key} className="drawing-link" d={path} data-flowing={(of(from)?.outputsPerSecond ?? 0) > 0} />
        ))}
        {boxes.map(({ id, type, x, y }) => (
          <NodeBox key={id} id={id} type={type} x={x} y={y} stats={of(id)} />
        ))}
      </svg>
    </section>
  );
}

interface NodeBoxProps {
  readonly id: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly stats: NodeStats | undefined;
}

function NodeBox({ id, type, x, y, stats }: NodeBoxProps): ReactElement {
  const { rate, latency } = figuresOf(stats);
  const room = BOX_WIDTH - 2 * PADDING;
  return (
    <g transform={`translate(${x} ${y})`} data-testid={`box-${id}`} data-state={stats?.state ?? 'enabled'}>
      <rect className="drawing-box" width={BOX_WIDTH} height={BOX_HEIGHT} rx="12" data-faulty={!!stats?.faults} />
      <text className="drawing-id" x={PADDING} y="25">
        {shortened(id, 18)}
      </text>
      <text className="drawing-type" x={PADDING} y="43">
        {shortened(type, 22)}
      </text>
      <text className="drawing-figure" x={PADDING} y="67">
        {latency}
      </text>
      <text className="drawing-figure" x={BOX_WIDTH - PADDING} y="67" textAnchor="end">
        {rate}
      </text>
      {stats?.levelDb !== undefined && (
        <>
          <rect className="drawing-level-ground" x={PADDING} y="78" width={room} height="6" rx="3" />
          <rect className="drawing-level" x={PADDING} y="78" width={room * shareOf(stats.levelDb)} height="6" rx="3" />
        </>
      )}
    </g>
  );
}

function shareOf(levelDb: number): number {
  return Math.min(1, Math.max(0, (levelDb - QUIET_DB) / (LOUD_DB - QUIET_DB)));
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
