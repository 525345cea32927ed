import { systemClock } from '@remotemedia/base';
import type { LineStart } from '../start-messages.ts';
import type { LineMessage, LineRequest } from './line-protocol.ts';
import { StreamSink } from './stream-sink.ts';
import { VideoLine } from './video-line.ts';

/** Runs a line in this thread until the page ends the thread. */
export function serveLine({ readable, writable, stallMs, control }: LineStart): void {
  const say = (message: LineMessage) => control.postMessage(message);
  const sink = new StreamSink(writable, () => say({ type: 'end' }));
  const line = new VideoLine({
    clock: systemClock,
    stallMs,
    write: (frame) => sink.write(frame),
    onStall: (change) => say({ type: 'stall', change }),
  });
  const reader = readable.getReader();
  control.onmessage = ({ data }: MessageEvent<LineRequest>) => {
    if (data.type === 'graph') void line.setGraph(data.port).then(() => answer(data.id));
    else if (data.type === 'stats') answer(data.id);
    else if (data.type === 'lose') line.loseGraph();
    else void end();
  };
  void pump();

  function answer(id: number): void {
    say({ type: 'done', id, stats: line.stats() });
  }

  async function pump(): Promise<void> {
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) line.input(next.value);
    } finally {
      await end();
    }
  }

  async function end(): Promise<void> {
    line.close();
    await Promise.allSettled([reader.cancel(), sink.close()]);
    say({ type: 'end' });
  }
}
