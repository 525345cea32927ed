import { SdkError } from '@remotemedia/base';
import type { GraphRun } from '../../../run/index.ts';
import { GraphSeat, type SeatListeners, type SeatPort } from '../../graph-seat.ts';

import type { OpenRequest } from '../../protocol.ts';
import { type SoundPortService, serveSoundPort } from './serve-sound-port.ts';

/** Makes a run in the worker. */
export type OpenRun = (request: OpenRequest, listeners: SeatListeners) => GraphRun | Promise<GraphRun>;

/**
 * A seat in a worker for a graph that the audio thread feeds: sound comes and goes over a port of its own, everything else
 * over the seat's.
 *
 * @param exits ids of the nodes whose sound goes back to the audio thread; none for a side branch
 */
export function serveSoundGraph(
  sound: MessagePort,
  exits: readonly string[],
  port: SeatPort,
  openRun: OpenRun,
): GraphSeat {
  let service: SoundPortService | undefined;
  const open = async (request: OpenRequest, listeners: SeatListeners): Promise<GraphRun> => {
    const run = await openRun(request, {
      ...listeners,
      onOutput: (item, nodeId, from) => {
        if (!service?.output(item, nodeId) && item.kind !== 'audio') listeners.onOutput(item, nodeId, from);
      },
    });
    service = serveSoundPort(sound, run, exits, (error) =>
      listeners.onFault({ nodeId: '', nodeType: 'input', error: SdkError.from(error, 'internal') }),
    );
    return run;
  };
  return new GraphSeat({ port, open });
}
