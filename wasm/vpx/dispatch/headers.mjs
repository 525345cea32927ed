import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const CONFIG = join(HERE, '../config/vpx_config.h');

/** Upstream's lists of functions that have several variants, and the header that each becomes. */
const DEFINITIONS = [
  ['vp8_rtcd', 'upstream/vp8/common/rtcd_defs.pl'],
  ['vp9_rtcd', 'upstream/vp9/common/vp9_rtcd_defs.pl'],
  ['vpx_dsp_rtcd', 'upstream/vpx_dsp/vpx_dsp_rtcd_defs.pl'],
  ['vpx_scale_rtcd', 'upstream/vpx_scale/vpx_scale_rtcd.pl'],
];

/**
 * The headers that name one variant of each libvpx function, by `choices.txt`. Needs Perl, because the definitions are
 * programs in Perl.
 *
 * @param {ReadonlyMap<string, string>} files the archive's, by path
 * @returns {ReadonlyMap<string, string>} headers by path
 */
export function dispatchHeaders(files) {
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-'));
  try {
    return new Map(
      DEFINITIONS.map(([symbol = '', path = '']) => {
        const definitions = join(folder, `${symbol}.pl`);
        writeFileSync(definitions, files.get(path) ?? '', 'latin1');
        const command = [join(HERE, 'headers.pl'), symbol, definitions, CONFIG, join(HERE, 'choices.txt')];
        return [`generated/${symbol}.h`, execFileSync('perl', command, { encoding: 'latin1' })];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
