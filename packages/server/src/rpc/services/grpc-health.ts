import { create } from '@bufbuild/protobuf';
import type { ConnectRouter } from '@connectrpc/connect';
import { SdkError } from '@remotemedia/base';
import {
  Health,
  type HealthCheckRequest,
  type HealthCheckResponse,
  HealthCheckResponseSchema,
  HealthCheckResponse_ServingStatus as Status,
} from '@remotemedia/protocol/grpc';
import { toConnectError } from '../connect-errors.ts';
import { OutStream } from '../out-stream.ts';

/** Most characters of a name that go back in an answer. */
const MAX_ECHO_LENGTH = 200;

/** Settings of {@link GrpcHealth}. */
export interface GrpcHealthOptions {
  /** Whether new peers are let in. */
  readonly isServing: () => boolean;
}

/** gRPC's health checking protocol: all services are as the server is. Needs no token, as load balancers have none. */
export class GrpcHealth {
  readonly #options: GrpcHealthOptions;
  readonly #watches = new Set<OutStream<HealthCheckResponse>>();
  #names: ReadonlySet<string> = new Set();

  /** @param options see {@link GrpcHealthOptions} */
  constructor(options: GrpcHealthOptions) {
    this.#options = options;
  }

  /** Adds the service; those that the router has by then can be asked about. */
  register(router: ConnectRouter): void {
    router.service(Health, {
      check: ({ service }) => {
        if (this.#names.has(service)) return this.#answer(service);
        const name = JSON.stringify(service.slice(0, MAX_ECHO_LENGTH));
        throw toConnectError(new SdkError('not-found', `there is no service ${name}`));
      },
      list: () => ({ statuses: Object.fromEntries([...this.#names].map((name) => [name, this.#answer(name)])) }),
      watch: (request, { signal }) => this.#watch(request, signal),
    });
    // The empty name stands for the server as a whole.
    this.#names = new Set(['', ...router.handlers.map(({ service }) => service.typeName)]);
  }

  /** Tells those who watch how things are now, if that changed. */
  changed(): void {
    for (const watch of this.#watches) watch.wake();
  }

  #watch({ service }: HealthCheckRequest, signal: AbortSignal): OutStream<HealthCheckResponse> {
    let told: Status | undefined;
    const watch: OutStream<HealthCheckResponse> = new OutStream({
      pull: () => {
        const answer = this.#answer(service);
        if (answer.status === told) return undefined;
        told = answer.status;
        return answer;
      },
      onClose: () => void this.#watches.delete(watch),
      signal,
    });
    if (!watch.isClosed) this.#watches.add(watch);
    return watch;
  }

  #answer(service: string): HealthCheckResponse {
    return create(HealthCheckResponseSchema, { status: this.#statusOf(service) });
  }

  #statusOf(service: string): Status {
    if (!this.#names.has(service)) return Status.SERVICE_UNKNOWN;
    return this.#options.isServing() ? Status.SERVING : Status.NOT_SERVING;
  }
}
