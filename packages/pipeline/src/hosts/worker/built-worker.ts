/** Stands in for `Worker` where only the address is wanted. */
class Address {
  readonly url: URL | string;

  constructor(url: URL | string, _options: WorkerOptions) {
    this.url = url;
  }
}

/**
 * Where the build put the worker's file. The form is the one that bundlers look for, so that they take the file along:
 * a new `Worker` of a new `URL` beside the module.
 */
export function builtWorkerUrl(): URL {
  return new URL(addressFrom(Address).url, import.meta.url);
}

function addressFrom(Worker: typeof Address): Address {
  return new Worker(new URL('./pipeline.worker.ts', import.meta.url), { type: 'module', name: 'pipeline' });
}
