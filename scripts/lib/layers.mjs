/** The private rooms, from the ground up, and whom each may import. @type {Readonly<Record<string, readonly string[]>>} */
const INNER = {
  base: [],
  protocol: ['base'],
  signaling: ['base', 'protocol'],
  data: ['base', 'protocol'],
  mesh: ['base', 'signaling', 'data'],
  files: ['base', 'data'],
  quality: ['base'],
  media: ['base'],
  diagnosis: ['base', 'media'],
  codecs: ['base'],
  models: [],
  pipeline: ['base', 'media', 'codecs', 'models'],
  fanout: ['base', 'protocol', 'media', 'codecs'],
};

/**
 * Who may import whom. The rooms a workspace lists in its package.json must be a subset of these; whatever else it
 * imports by name must be listed there as well.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const MAY_IMPORT = {
  ...INNER,
  sdk: Object.keys(INNER),
  react: ['sdk'],
  server: ['base', 'protocol', 'media', 'codecs', 'pipeline'],
  demo: ['sdk', 'react', 'models'],
  e2e: [...Object.keys(INNER), 'sdk', 'react', 'server'],
  bench: [...Object.keys(INNER), 'sdk', 'react', 'server'],
};

/** What npm sees; all other rooms are private. */
export const PUBLISHED = ['sdk', 'react', 'server', 'models'];

/** Start of every room's package name. */
export const SCOPE = '@remotemedia/';

/** Workspaces that are no rooms: they sit at the top and nobody imports them. */
export const TOP_LEVEL = ['demo', 'e2e', 'bench'];
