/** What the line says to the graph's thread. */
export type ToGraph =
  /** A picture to be treated; it is the receiver's. */
  | { readonly type: 'frame'; readonly frame: VideoFrame }
  /** No more pictures: answer with `over` behind the last output. */
  | { readonly type: 'end' };

/** What the graph's thread says to the line. */
export type FromGraph =
  /** There is room for the next picture. */
  | { readonly type: 'room' }
  /** A treated picture; it is the receiver's. */
  | { readonly type: 'output'; readonly frame: VideoFrame }
  /** A node threw; its picture is lost. */
  | { readonly type: 'fault' }
  /** The last word, after an `end`. */
  | { readonly type: 'over' };

/** One end of the way between line and graph: a `MessagePort`. */
export interface FramePort {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: ToGraph | FromGraph, transfer: Transferable[]): void;
  close(): void;
}
