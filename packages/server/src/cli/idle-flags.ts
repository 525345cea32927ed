import { FLAGS } from './flag-table.ts';
import type { FlagValues } from './flag-values.ts';

/**
 * Checks the flags that have no effect here as if they had one, and says so of those that were given.
 *
 * @returns a sentence for each
 * @throws {SdkError} `invalid-argument`
 */
export function checkIdleFlags(values: FlagValues): string[] {
  values.text('mode');
  values.isOn('enable-grpc-signaling');
  values.isOn('enable-data-channel');
  values.whole('jitter-buffer-ms', { least: 50, most: 200 });
  values.whole('max-memory-mb', { least: 1, most: 1_000_000 });
  values.whole('max-timeout-sec', { least: 1, most: 86_400 });
  checkSignalingUrl(values);
  values.file('manifest');
  return FLAGS.flatMap(({ name, idle }) => {
    const given = idle === undefined ? undefined : values.given(name);
    return given ? [`${given.from} has no effect: ${idle}`] : [];
  });
}

function checkSignalingUrl(values: FlagValues): void {
  const url = values.text('signaling-url');
  if (url === undefined || (URL.canParse(url) && /^(wss?|https?|grpcs?):\/\//.test(url))) return;
  throw values.refuse('signaling-url', 'a URL that starts with ws:, wss:, http:, https:, grpc: or grpcs:');
}
