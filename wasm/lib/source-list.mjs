/**
 * @typedef {'opus' | 'libvpx' | 'simde'} SourceName
 *
 * @typedef {object} Source
 * @property {string} version
 * @property {string} folder of the file in a Debian archive, below its base address
 * @property {string} file
 * @property {number} sizeBytes
 * @property {string} sha256
 * @property {string} root what the paths inside begin with and is taken away
 * @property {RegExp} keeps which paths, without the root, are of use here
 * @property {readonly string[]} patches unified diffs (`-p1`) from `wasm/patches`, for every build, in order
 */

const C_FILE = /\.(c|h|inc)$/;

/** libvpx describes in Perl which kernels each function has. */
const C_OR_PERL_FILE = /\.(c|h|inc|pl)$/;

/**
 * What is compiled, to the byte. Debian keeps the files of a release on its mirrors for as long as it is supported.
 *
 * @type {Readonly<Record<SourceName, Source>>}
 */
export const SOURCES = {
  opus: {
    version: '1.5.2',
    folder: 'pool/main/o/opus',
    file: 'opus_1.5.2.orig.tar.gz',
    sizeBytes: 7_839_412,
    sha256: '65c1d2f78b9f2fb20082c38cbe47c951ad5839345876e46941612ee87f9a7ce1',
    root: 'opus-1.5.2/',
    keeps: filesOf(['include', 'src', 'celt', 'silk'], C_FILE),
    patches: [],
  },
  libvpx: {
    version: '1.15.0',
    folder: 'pool/main/libv/libvpx',
    file: 'libvpx_1.15.0.orig.tar.xz',
    sizeBytes: 4_394_516,
    sha256: 'a6cfd199c5c567cfa4e6d991ec36690d9af801585b5db959c1494b5b15f821a5',
    root: 'libvpx-1.15.0/',
    keeps: filesOf(
      ['build', 'vp8', 'vp9', 'vpx', 'vpx_dsp', 'vpx_mem', 'vpx_ports', 'vpx_scale', 'vpx_util'],
      C_OR_PERL_FILE,
    ),
    patches: ['libvpx-cve-2026-2447.patch'],
  },
  simde: {
    version: '0.8.2',
    folder: 'pool/main/s/simde',
    file: 'libsimde-dev_0.8.2-3_all.deb',
    sizeBytes: 467_188,
    sha256: '277dcde3fb84223b7026174042646e236da42adce2fcb77031807ede8166a51e',
    root: './usr/include/',
    keeps: C_FILE,
    patches: [],
  },
};

/** @param {readonly string[]} folders @param {RegExp} ending @returns {RegExp} */
function filesOf(folders, ending) {
  return new RegExp(`^(${folders.join('|')})/.*${ending.source}`);
}
