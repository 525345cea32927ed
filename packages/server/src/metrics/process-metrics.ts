import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, type Registry } from 'prom-client';
import { gaugeOf } from './gauge-of.ts';

/** How often the event loop's delay is looked at, in milliseconds. */
const RESOLUTION_MS = 20;
const NS_PER_MS = 1e6;
const MS_PER_S = 1e3;

/**
 * Lists CPU, memory and event loop of this process under the names that Prometheus clients use. (`prom-client` has a
 * set of its own; that cannot be let go of, and a process may start and close many servers.)
 *
 * @returns ends the watch over the event loop
 */
export function listProcessMetrics(registry: Registry): () => void {
  listCpu(registry);
  listMemory(registry);
  const startedAt = Date.now() / MS_PER_S - process.uptime();
  gaugeOf(registry, 'process_start_time_seconds', 'Start of the process, in seconds since 1970.', () => startedAt);
  return listEventLoop(registry);
}

function listCpu(registry: Registry): void {
  const read = { user: 0, system: 0 };
  for (const kind of ['user', 'system'] as const) {
    new Counter({
      name: `process_cpu_${kind}_seconds_total`,
      help: `CPU time that the process spent (${kind}), in seconds.`,
      registers: [registry],
      collect() {
        const seconds = process.cpuUsage()[kind] / 1e6;
        this.inc(Math.max(0, seconds - read[kind]));
        read[kind] = seconds;
      },
    });
  }
}

function listMemory(registry: Registry): void {
  const list = (name: string, help: string, key: keyof NodeJS.MemoryUsage): void =>
    gaugeOf(registry, name, help, () => process.memoryUsage()[key]);
  list('process_resident_memory_bytes', 'Memory that the process holds.', 'rss');
  list('nodejs_heap_size_total_bytes', 'Size of the heap.', 'heapTotal');
  list('nodejs_heap_size_used_bytes', 'What of the heap is in use.', 'heapUsed');
  list('nodejs_external_memory_bytes', 'Memory outside the heap, buffers included.', 'external');
}

/** The delay is what a timer was late, since the last time somebody asked. */
function listEventLoop(registry: Registry): () => void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const seconds = (ns: number): number =>
    Number.isFinite(ns) ? Math.max(0, ns / NS_PER_MS - RESOLUTION_MS) / MS_PER_S : 0;
  const help = 'How late the event loop was since the last reading';
  gaugeOf(registry, 'nodejs_eventloop_lag_seconds', `${help}: mean.`, () => seconds(delay.mean));
  gaugeOf(registry, 'nodejs_eventloop_lag_p50_seconds', `${help}: median.`, () => seconds(delay.percentile(50)));
  gaugeOf(registry, 'nodejs_eventloop_lag_p99_seconds', `${help}: 99th percentile.`, () =>
    seconds(delay.percentile(99)),
  );
  // Read last, so it may begin the count anew.
  gaugeOf(registry, 'nodejs_eventloop_lag_max_seconds', `${help}: worst.`, () => {
    const worst = seconds(delay.max);
    delay.reset();
    return worst;
  });
  return () => void delay.disable();
}
