import type { GraphPlan } from '@remotemedia/sdk/pipeline';

/** Width of a node's box, in the drawing's units. */
export const BOX_WIDTH = 168;
/** Height of a node's box. */
export const BOX_HEIGHT = 96;
const GAP_X = 56;
const GAP_Y = 24;
const MARGIN = 8;

/** Where a node is drawn. */
export interface Box {
  /** Its id. */
  readonly id: string;
  /** Its type. */
  readonly type: string;
  /** Left edge. */
  readonly x: number;
  /** Upper edge. */
  readonly y: number;
}

/** A connection as it is drawn. */
export interface Link {
  /** Names it in the drawing. */
  readonly key: string;
  /** Id of the node that gives. */
  readonly from: string;
  /** An SVG path. */
  readonly path: string;
}

/** A drawing of a plan. */
export interface Layout {
  readonly boxes: readonly Box[];
  readonly links: readonly Link[];
  readonly width: number;
  readonly height: number;
}

/** Draws givers to the left of receivers, in columns by the longest way to them. */
export function layoutOf({ nodes }: GraphPlan): Layout {
  const columns = nodes.map(() => 0);
  // Receivers come after givers in a plan, so one pass is enough.
  nodes.forEach(({ edges }, index) => {
    for (const { to } of edges) columns[to] = Math.max(columns[to] ?? 0, (columns[index] ?? 0) + 1);
  });
  const rows = columns.map((column, index) => columns.slice(0, index).filter((other) => other === column).length);
  const tallest = Math.max(0, ...rows) + 1;
  const boxes = nodes.map(({ id, type }, index) => {
    const column = columns[index] ?? 0;
    const inColumn = columns.filter((other) => other === column).length;
    const top = ((tallest - inColumn) * (BOX_HEIGHT + GAP_Y)) / 2;
    return {
      id,
      type,
      x: MARGIN + column * (BOX_WIDTH + GAP_X),
      y: MARGIN + top + (rows[index] ?? 0) * (BOX_HEIGHT + GAP_Y),
    };
  });
  const links = nodes.flatMap(({ id, edges }, index) =>
    edges.map(({ to }, edge) => ({ key: `${id} ${edge}`, from: id, path: pathOf(boxes[index], boxes[to]) })),
  );
  return {
    boxes,
    links,
    width: 2 * MARGIN + (Math.max(0, ...columns) + 1) * (BOX_WIDTH + GAP_X) - GAP_X,
    height: 2 * MARGIN + tallest * (BOX_HEIGHT + GAP_Y) - GAP_Y,
  };
}

function pathOf(from: Box | undefined, to: Box | undefined): string {
  if (!from || !to) return '';
  const [startX, startY] = [from.x + BOX_WIDTH, from.y + BOX_HEIGHT / 2];
  const [endX, endY] = [to.x, to.y + BOX_HEIGHT / 2];
  const bend = Math.max(GAP_X / 2, (endX - startX) / 2);
  return `M${startX} ${startY}C${startX + bend} ${startY} ${endX - bend} ${endY} ${endX} ${endY}`;
}
