import { SdkError } from '@remotemedia/base';
import { videoPacking } from '../../../data/transfer/video-packing.ts';
import { GraphSeat, type SeatListeners } from '../../../hosts/graph-seat.ts';
import type { OpenRequest } from '../../../hosts/protocol.ts';
import type { GraphRun } from '../../../run/index.ts';
import type { VideoStart } from '../start-messages.ts';
import { FrameServer } from './frame-server.ts';

/** Makes the run of a request. */
type OpenRun = (request: OpenRequest, listeners: SeatListeners) => GraphRun | Promise<GraphRun>;

/** Serves a graph of a video track: pictures go by a port of their own, everything else as in a session. */
export function serveVideoGraph({ frames, control }: VideoStart, open: OpenRun): void {
  const seat = new GraphSeat({
    port: control,
    video: videoPacking,
    open: (request, listeners) =>
      open(request, {
        ...listeners,
        onOutput: (item, nodeId, from) => {
          if (!server.output(item)) listeners.onOutput(item, nodeId, from);
        },
        onFault: (fault) => {
          server.fault();
          listeners.onFault(fault);
        },
      }),
  });
  const server = new FrameServer(frames, (item) => {
    if (seat.run) return seat.run.push(item);
    item.frame.close();
    throw new SdkError('failed-precondition', 'the graph is not open');
  });
  control.onmessage = ({ data }: MessageEvent<unknown>) => seat.receive(data);
}
