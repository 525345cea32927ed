import { browserAbilities } from '../preflight/check-browser.ts';
import type { BrowserAbilities } from '../preflight/report.ts';

/** Where a page runs, in words that many people share. */
export interface Environment {
  /** Name of the browser. */
  readonly browser: 'Edge' | 'Chrome' | 'Firefox' | 'Safari' | 'unknown';
  /** Its major version; 0 where unknown. */
  readonly browserMajor: number;
  /** Operating system. */
  readonly system: 'Windows' | 'macOS' | 'Linux' | 'Android' | 'iOS' | 'ChromeOS' | 'unknown';
  /** Logical processors; 0 where unknown. */
  readonly cores: number;
  /** Whether the browser believes to be online. */
  readonly online: boolean;
  /** Whether the page is seen. */
  readonly visibility: 'visible' | 'hidden' | 'unknown';
  /** Class of the network, where the browser says it (Network Information §3.1). */
  readonly effectiveType?: 'slow-2g' | '2g' | '3g' | '4g';
  /** What browser and page can do. */
  readonly abilities: BrowserAbilities;
}

const BROWSERS = [
  ['Edge', /\bEdgA?\/(\d{1,4})/],
  ['Chrome', /\b(?:Chrome|Chromium|CriOS|HeadlessChrome)\/(\d{1,4})/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d{1,4})/],
  ['Safari', /\bVersion\/(\d{1,4}).*\bSafari\//],
] as const;

const SYSTEMS = [
  ['Android', /\bAndroid\b/],
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b|\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
] as const;

const EFFECTIVE_TYPES = ['slow-2g', '2g', '3g', '4g'] as const;

/** Describes where the page runs, without what would tell this one from others of its kind. Works in any runtime. */
export function describeEnvironment(): Environment {
  const navigator: Partial<Navigator> & { connection?: { effectiveType?: string } } = globalThis.navigator ?? {};
  const agent = (navigator.userAgent ?? '').slice(0, 512);
  const [browser, form] = BROWSERS.find(([, pattern]) => pattern.test(agent)) ?? ['unknown', undefined];
  const visibility = globalThis.document?.visibilityState;
  const effectiveType = EFFECTIVE_TYPES.find((type) => type === navigator.connection?.effectiveType);
  return {
    browser,
    browserMajor: Number(form?.exec(agent)?.[1] ?? 0),
    system: SYSTEMS.find(([, pattern]) => pattern.test(agent))?.[0] ?? 'unknown',
    cores: navigator.hardwareConcurrency ?? 0,
    online: navigator.onLine ?? true,
    visibility: visibility ?? 'unknown',
    ...(effectiveType && { effectiveType }),
    abilities: browserAbilities(),
  };
}
