import type { Clock } from '@remotemedia/base';
import type { StartThread } from '../../../hosts/graph-thread.ts';
import type { LineListeners, OpenedLine } from '../line/line.ts';
import type { BreakoutBox } from './breakout-box.ts';
import { WorkerLine } from './worker-line.ts';

/** What a line in a thread of its own needs. */
export interface ProcessorLineOptions extends LineListeners {
  readonly source: MediaStreamTrack;
  readonly box: BreakoutBox;
  readonly stallMs: number;
  readonly clock: Clock;
  /** Starts the worker file of this package. */
  readonly startThread: StartThread;
}

/**
 * Takes the source's pictures to a new track by streams that live in a worker: none of them touches the page.
 *
 * @throws {SdkError} `unavailable` when the browser refuses the worker at once
 */
export function openProcessorLine(options: ProcessorLineOptions): OpenedLine {
  const { source, box, stallMs, startThread } = options;
  const { port1: control, port2 } = new MessageChannel();
  const { writable, track } = box.openSink();
  const line = new WorkerLine(control, track, options);
  try {
    const { readable } = box.openSource(source);
    const thread = startThread({ message: () => {}, death: (error) => line.died(error) });
    line.runsIn(thread);
    const start = { type: 'start', purpose: 'video-line', readable, writable, stallMs, control: port2 } as const;
    thread.post(start, [readable, writable, port2]);
    return { track, line };
  } catch (error) {
    line.close();
    throw error;
  }
}
