/** Takes the place of `Worker` where only its address is wanted. */
class Address {
  readonly url: URL | string;

  constructor(url: URL | string, _options: WorkerOptions) {
    this.url = url;
  }
}

/**
 * Where the build put the worker's file. Bundlers look for the very form below, a new `Worker` of a new `URL` beside the
 * module: they take the file along and put its address there.
 */
export function builtWorkerUrl(): URL {
  return new URL(addressOf(Address).url, import.meta.url);
}

function addressOf(Worker: typeof Address): Address {
  return new Worker(new URL('../codec.worker.ts', import.meta.url), { type: 'module', name: 'codecs' });
}
