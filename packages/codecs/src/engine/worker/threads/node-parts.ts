/** A `Worker` of Node, as far as it is used. */
export interface NodeWorker {
  on(name: 'message' | 'messageerror' | 'error', listener: (value: unknown) => void): void;
  on(name: 'exit', listener: (code: number) => void): void;
  postMessage(message: unknown, transfer: readonly Transferable[]): void;
  terminate(): Promise<number>;
  ref(): void;
  unref(): void;
}

/** The port of a thread of Node to whoever made it. */
export interface NodePort {
  on(name: 'message', listener: (message: unknown) => void): void;
  postMessage(message: unknown, transfer: readonly Transferable[]): void;
}

/** `node:worker_threads`, as far as it is used. */
export interface WorkerThreads {
  readonly Worker: new (url: URL, options: { name: string; execArgv: string[] }) => NodeWorker;
  readonly parentPort: NodePort | null;
}

/** `process` of Node, as far as it is used. */
interface NodeProcess {
  readonly getBuiltinModule: (id: string) => unknown;
  readonly versions: { readonly node?: string };
  readonly features: { readonly typescript?: unknown };
}

/**
 * `node:worker_threads` where this is Node. It is asked for at run time: an import by name would break the builds of
 * pages.
 */
export function nodeWorkerThreads(): WorkerThreads | undefined {
  const found = nodeProcess()?.getBuiltinModule('node:worker_threads');
  return isWorkerThreads(found) ? found : undefined;
}

/** Whether this Node runs TypeScript as it is, such as the sources of this repository. */
export function runsTypeScript(): boolean {
  return Boolean(nodeProcess()?.features.typescript);
}

function nodeProcess(): NodeProcess | undefined {
  const { process } = globalThis as { process?: unknown };
  return isNodeProcess(process) ? process : undefined;
}

function isNodeProcess(value: unknown): value is NodeProcess {
  if (typeof value !== 'object' || value === null) return false;
  return 'getBuiltinModule' in value && 'versions' in value && 'features' in value;
}

function isWorkerThreads(value: unknown): value is WorkerThreads {
  return typeof value === 'object' && value !== null && 'Worker' in value && 'parentPort' in value;
}
