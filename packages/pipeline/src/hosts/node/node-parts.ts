/** A `Worker` of Node, as far as it is used. */
export interface NodeWorker {
  on(name: 'message' | 'messageerror' | 'error' | 'exit', listener: (value: unknown) => void): void;
  postMessage(message: unknown, transfer: readonly Transferable[]): void;
  terminate(): Promise<number>;
}

/** The port of a thread of Node to whoever made it. */
export interface ParentPort {
  on(name: 'message', listener: (message: unknown) => void): void;
  postMessage(message: unknown, transfer: readonly Transferable[]): void;
}

/** `node:worker_threads`, as far as it is used. */
export interface WorkerThreads {
  readonly Worker: new (
    url: URL,
    options: { readonly name: string; readonly execArgv: readonly string[] },
  ) => NodeWorker;
  readonly parentPort: ParentPort | null;
}

/** `process`, as far as it is used. */
interface Process {
  getBuiltinModule(name: string): unknown;
  readonly features?: { readonly typescript?: unknown };
}

/** `node:worker_threads` where this is Node. An import by name would break the builds of pages. */
export function workerThreads(): WorkerThreads | undefined {
  const found = nodeProcess()?.getBuiltinModule('node:worker_threads');
  return isWorkerThreads(found) ? found : undefined;
}

/** Whether this Node runs TypeScript as it is. */
export function runsTypeScript(): boolean {
  return Boolean(nodeProcess()?.features?.typescript);
}

function nodeProcess(): Process | undefined {
  const process: unknown = Reflect.get(globalThis, 'process');
  return isProcess(process) ? process : undefined;
}

function isProcess(value: unknown): value is Process {
  return typeof value === 'object' && value !== null && 'getBuiltinModule' in value;
}

function isWorkerThreads(value: unknown): value is WorkerThreads {
  return typeof value === 'object' && value !== null && 'Worker' in value && 'parentPort' in value;
}
