import { serveTicker } from '../../attach/video/canvas/serve-ticker.ts';
import { serveVideoGraph } from '../../attach/video/graph/serve-video-graph.ts';
import { serveLine } from '../../attach/video/line/serve-line.ts';
import { videoPacking } from '../../data/transfer/video-packing.ts';
import { GraphSeat } from '../graph-seat.ts';
import { PROTOCOL_VERSION, type SeatStart, type StartMessage } from '../protocol.ts';
import { type OpenRun, serveSoundGraph } from '../worklet/bridge/serve-sound-graph.ts';
import { openWorkerRun } from './open-worker-run.ts';
import type { ThreadScope } from './thread-scope.ts';

/** Says that the thread listens, and serves what its first message says that it is for. */
export function serveThread(scope: ThreadScope): void {
  scope.listen((message) => {
    if (isStart(message)) start(message, scope);
  });
  scope.postMessage({ type: 'ready', version: PROTOCOL_VERSION }, []);
}

function start(message: StartMessage, scope: ThreadScope): void {
  if (message.purpose === 'video-line') serveLine(message);
  else if (message.purpose === 'ticker') serveTicker(message);
  else if (message.purpose === 'video') serveVideoGraph(message, openIn(scope));
  else {
    const seat = seatFor(message, scope);
    scope.listen((request) => seat.receive(request));
  }
}

function seatFor(message: SeatStart, scope: ThreadScope): GraphSeat {
  const open = openIn(scope);
  if (message.purpose === 'sound') return serveSoundGraph(message.sound, message.exits, scope, open);
  return new GraphSeat({ port: scope, open, video: videoPacking });
}

function openIn({ host }: ThreadScope): OpenRun {
  return (request, listeners) => openWorkerRun(request, listeners, host);
}

function isStart(message: unknown): message is StartMessage {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'start';
}
