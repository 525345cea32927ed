import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { type GridLayout, layoutTiles } from './tile-grid.ts';

/** Space between tiles in CSS pixels; the style sheet reads it from `--tile-gap`. */
export const TILE_GAP = 10;

/** A container and how `count` tiles are laid out in it, kept right as it changes its size. */
export function useTileGrid(count: number): {
  readonly ref: RefObject<HTMLUListElement | null>;
  readonly layout: GridLayout;
} {
  const ref = useRef<HTMLUListElement | null>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    // Not `clientWidth`: that is rounded, and half a pixel too much breaks a row.
    const measure = () => {
      const { width, height } = element.getBoundingClientRect();
      setSize({ width, height });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, layout: layoutTiles(count, { ...size, gap: TILE_GAP }) };
}
