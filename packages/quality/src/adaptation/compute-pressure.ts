import type { Undo } from '@remotemedia/base';
import type { Pressure } from './cpu-rule.ts';

/** How often the system is to say how busy it is, in milliseconds. */
const SAMPLE_EVERY_MS = 2_000;

/** What is used of W3C Compute Pressure §6, which TypeScript does not know. */
interface Observer {
  observe(source: 'cpu', options: { readonly sampleInterval: number }): Promise<void>;
  disconnect(): void;
}
type ObserverConstructor = new (onChange: (records: readonly { readonly state: Pressure }[]) => void) => Observer;

/** Hears how busy the machine is, in browsers that tell (Chromium, on secure pages). Elsewhere it hears nothing. */
export function observePressure(onChange: (pressure: Pressure) => void): Undo {
  const PressureObserver = (globalThis as { PressureObserver?: ObserverConstructor }).PressureObserver;
  if (!PressureObserver) return () => {};
  try {
    const observer = new PressureObserver((records) => {
      const last = records.at(-1);
      if (last) onChange(last.state);
    });
    // A page may be refused it, by policy or for being framed; then there is just nothing to hear.
    observer.observe('cpu', { sampleInterval: SAMPLE_EVERY_MS }).catch(() => {});
    return () => observer.disconnect();
  } catch {
    return () => {};
  }
}
