import { describe, expect, it } from 'vitest';
import { layoutTiles } from './tile-grid.ts';

const SPACES = [
  [1280, 660],
  [900, 660],
  [344, 600],
  [724, 240],
  [1900, 940],
  [320, 300],
] as const;

describe('layoutTiles', () => {
  it.each(SPACES)('fits 1 to 12 tiles into %i × %i', (width, height) => {
    for (let count = 1; count <= 12; count += 1) {
      const { columns, tileWidth, tileHeight } = layoutTiles(count, { width, height, gap: 10 });
      const rows = Math.ceil(count / columns);
      expect(tileWidth).toBeGreaterThan(0);
      expect(columns * tileWidth + (columns - 1) * 10).toBeLessThanOrEqual(width);
      expect(rows * tileHeight + (rows - 1) * 10).toBeLessThanOrEqual(height);
    }
  });

  it('keeps 16:9 where it is wide, and lets tiles grow upright where it is narrow', () => {
    const wide = layoutTiles(2, { width: 1280, height: 660, gap: 10 });
    expect(wide.tileWidth / wide.tileHeight).toBeCloseTo(16 / 9, 1);
    expect(wide.columns).toBe(2);
    const phone = layoutTiles(1, { width: 344, height: 600, gap: 10 });
    expect(phone.tileWidth / phone.tileHeight).toBeCloseTo(3 / 4, 1);
    expect(layoutTiles(2, { width: 344, height: 600, gap: 10 }).columns).toBe(1);
    expect(layoutTiles(10, { width: 344, height: 600, gap: 10 }).columns).toBe(2);
  });

  it('gives nothing a size where there is no room, and one column to nobody', () => {
    expect(layoutTiles(3, { width: 0, height: 0, gap: 10 })).toEqual({ columns: 1, tileWidth: 0, tileHeight: 0 });
    expect(layoutTiles(0, { width: 100, height: 100, gap: 10 })).toEqual({ columns: 1, tileWidth: 0, tileHeight: 0 });
  });
});
