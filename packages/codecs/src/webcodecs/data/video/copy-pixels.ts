import { convertPixels } from '../color/convert-pixels.ts';
import type { CopyPlan } from './copy-options.ts';
import type { FrameState, PixelMemory } from './frame-state.ts';
import type { VideoPixelFormat } from './pixel-formats.ts';
import { type PlaneLayout, planeAreas } from './plane-layout.ts';

/** Copies or converts a part of a picture to where the plan says. The destination is large enough. */
export function copyPixels(state: FrameState, memory: PixelMemory, plan: CopyPlan, destination: Uint8Array): void {
  const { format } = state;
  if (!format) return;
  const [plane] = plan.layout.planes;
  if (plan.convertTo && plane) {
    const { convertTo, colorSpace, rect } = plan;
    const source = { ...memory, format, rect, colorSpace: state.colorSpace };
    convertPixels(source, { bytes: destination, ...plane, format: convertTo, colorSpace });
  } else copyPlanes(format, memory, plan, destination);
}

function copyPlanes(format: VideoPixelFormat, memory: PixelMemory, plan: CopyPlan, destination: Uint8Array): void {
  const { bytes, layout } = memory;
  planeAreas(format, plan.rect).forEach(({ top, rows, leftBytes, rowBytes }, index) => {
    const from = layout[index] ?? NOWHERE;
    const into = plan.layout.planes[index] ?? NOWHERE;
    const start = from.offset + top * from.stride + leftBytes;
    if (from.stride === rowBytes && into.stride === rowBytes) {
      destination.set(bytes.subarray(start, start + rows * rowBytes), into.offset);
      return;
    }
    for (let row = 0; row < rows; row += 1) {
      const at = start + row * from.stride;
      destination.set(bytes.subarray(at, at + rowBytes), into.offset + row * into.stride);
    }
  });
}

const NOWHERE: PlaneLayout = { offset: 0, stride: 0 };
