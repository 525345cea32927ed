import { checkTransfer } from '../idl/buffers.ts';
import { checkDisplaySize } from './display-size.ts';
import type { ConvertedBufferInit } from './frame-init.ts';
import type { FrameState } from './frame-state.ts';
import { stateFromMemory } from './from-memory.ts';
import { combineLayout } from './plane-layout.ts';
import { checkRect } from './rectangles.ts';
import { takePixels } from './take-pixels.ts';

/**
 * A picture of bytes. Source: WebCodecs §9.4.4, VideoFrame(data, init).
 *
 * @throws {TypeError} for sizes, rectangles or layouts that do not fit, or for too little data
 * @throws {DOMException} `DataCloneError` for a transfer list that cannot be transferred
 */
export function stateFromBuffer(data: Uint8Array, init: ConvertedBufferInit): FrameState {
  const { format, codedWidth, codedHeight, transfer, visibleRect } = init;
  if (codedWidth === 0 || codedHeight === 0)
    throw new TypeError(`the coded size is ${codedWidth}×${codedHeight}; expected an area`);
  const all = { x: 0, y: 0, width: codedWidth, height: codedHeight };
  const seen = visibleRect ? checkRect(visibleRect, 'visibleRect', codedWidth, codedHeight, format) : all;
  checkDisplaySize(init);
  const { planes, allocationSize } = combineLayout(format, all, init.layout);
  if (data.byteLength < allocationSize)
    throw new TypeError(`data has ${data.byteLength} bytes; expected ${allocationSize}`);
  checkTransfer(transfer);
  return { ...stateFromMemory({ ...init, ...takePixels(data, init, planes, seen) }), metadata: init.metadata };
}
