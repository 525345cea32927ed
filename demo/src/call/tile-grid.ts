/** Room for tiles. All lengths in CSS pixels. */
export interface GridSpace {
  /** Width of the container. */
  readonly width: number;
  /** Height of the container. */
  readonly height: number;
  /** Space between tiles. */
  readonly gap: number;
}

/** How tiles are laid out. All lengths in CSS pixels. */
export interface GridLayout {
  /** Tiles side by side; the last row may have fewer. */
  readonly columns: number;
  /** Width of each tile. */
  readonly tileWidth: number;
  /** Height of each tile. */
  readonly tileHeight: number;
}

/** Width to height of a tile where there is room for it. */
const WIDE = 16 / 9;
/** The narrowest a tile may become in an upright container, as on a phone: there 16:9 would waste half the screen. */
const UPRIGHT = 3 / 4;
/** Containers narrower than this share of their height are upright. */
const UPRIGHT_BELOW = 0.85;

/**
 * The layout that gives `count` equal tiles the largest area in a container: 16:9, or up to 3:4 where the container
 * is upright. Among equals fewer columns win.
 */
export function layoutTiles(count: number, { width, height, gap }: GridSpace): GridLayout {
  const narrowest = width < height * UPRIGHT_BELOW ? UPRIGHT : WIDE;
  let best: GridLayout = { columns: 1, tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (width - gap * (columns - 1)) / columns;
    const cellHeight = (height - gap * (rows - 1)) / rows;
    if (cellWidth <= 0 || cellHeight <= 0) continue;
    const aspect = Math.min(WIDE, Math.max(narrowest, cellWidth / cellHeight));
    const tileWidth = Math.floor(Math.min(cellWidth, cellHeight * aspect));
    const tileHeight = Math.floor(Math.min(cellHeight, cellWidth / aspect));
    if (tileWidth * tileHeight > best.tileWidth * best.tileHeight) best = { columns, tileWidth, tileHeight };
  }
  return best;
}
