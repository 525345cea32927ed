/**
 * Who may import whom. The rooms a workspace lists in its package.json must be a subset of these; whatever else it
 * imports by name must be listed there as well.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const MAY_IMPORT = {
  base: [],
  protocol: ['base'],
  signaling: ['base', 'protocol'],
  data: ['base', 'protocol'],
  mesh: ['base', 'signaling', 'data'],
  files: ['base', 'data'],
  quality: ['base'],
  media: ['base'],
  diagnosis: ['base', 'media'],
  codecs: ['base', 'media'],
  pipeline: ['base', 'media', 'codecs'],
  fanout: ['base', 'protocol', 'media', 'codecs'],
  sdk: [
    'base',
    'protocol',
    'signaling',
    'data',
    'mesh',
    'files',
    'quality',
    'media',
    'diagnosis',
    'codecs',
    'pipeline',
    'fanout',
  ],
  react: ['sdk'],
  server: ['base', 'protocol', 'media', 'codecs', 'pipeline'],
  demo: ['sdk', 'react'],
  e2e: [
    'base',
    'protocol',
    'signaling',
    'data',
    'mesh',
    'files',
    'quality',
    'media',
    'diagnosis',
    'codecs',
    'pipeline',
    'fanout',
    'sdk',
    'react',
    'server',
  ],
  bench: [
    'base',
    'protocol',
    'signaling',
    'data',
    'mesh',
    'files',
    'quality',
    'media',
    'diagnosis',
    'codecs',
    'pipeline',
    'fanout',
    'sdk',
    'react',
    'server',
  ],
};

/** What npm sees; all other rooms are private. */
export const PUBLISHED = ['sdk', 'react', 'server'];

/** Start of every room's package name. */
export const SCOPE = '@remotemedia/';

/** Workspaces that are no rooms: they sit at the top and nobody imports them. */
export const TOP_LEVEL = ['demo', 'e2e', 'bench'];
