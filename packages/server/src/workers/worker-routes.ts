import type { ConnectRouter, HandlerContext } from '@connectrpc/connect';
import { ClientService, WorkerService } from '@remotemedia/protocol/distributor';
import type { Hub } from '../hub/hub.ts';
import { type Authenticate, callerOf } from '../rpc/callers.ts';
import { REMOTE_ADDRESS } from '../rpc/remote-address-key.ts';
import { NegotiationCall } from './negotiation-call.ts';
import { CLIENT_SIDE, type NegotiationSide, WORKER_SIDE } from './negotiation-side.ts';

/** Settings of {@link registerWorkerRoutes}. */
export interface WorkerRoutesOptions {
  /** The rooms. */
  readonly hub: Hub;
  /** Says what bearer tokens allow. */
  readonly authenticate: Authenticate;
  /** Counts a streaming call. @returns to be called when it is over */
  readonly countStream: () => () => void;
  /** Counts a call at its address. @throws {SdkError} `resource-exhausted` @default any number is welcome */
  readonly takeConnection?: ((address: string) => void) | undefined;
}

/** Adds `WorkerService` and `ClientService` to Connect's router. */
export function registerWorkerRoutes(router: ConnectRouter, options: WorkerRoutesOptions): void {
  router.service(WorkerService, {
    negotiatePeerConnection: (messages, context) => negotiate(WORKER_SIDE, messages, context, options),
  });
  router.service(ClientService, {
    negotiatePeerConnection: (messages, context) => negotiate(CLIENT_SIDE, messages, context, options),
  });
}

function negotiate<M>(
  side: NegotiationSide<M>,
  messages: AsyncIterable<M>,
  { signal, requestHeader, values }: HandlerContext,
  { hub, authenticate, countStream, takeConnection }: WorkerRoutesOptions,
): NegotiationCall<M>['responses'] {
  const call = new NegotiationCall({ hub, side, signal, onClose: countStream() });
  const findCaller = () => {
    const address = values.get(REMOTE_ADDRESS);
    takeConnection?.(address);
    return callerOf(authenticate, requestHeader.get('authorization'), address);
  };
  void call.run(messages, findCaller);
  return call.responses;
}
