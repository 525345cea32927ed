import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../manifest/parse-manifest.ts';
import { builtinNodes } from '../nodes/index.ts';
import { NodeRegistry } from '../registry/node-registry.ts';
import { checkManifest } from './check-manifest.ts';

const registry = new NodeRegistry(builtinNodes);
const FOLDER = new URL('../manifest/fixtures/', import.meta.url);

function check(name: string, options = {}) {
  return checkManifest(readFileSync(new URL(name, FOLDER), 'utf8'), { registry, ...options });
}

describe('manifests that others have written', () => {
  it.each(readdirSync(FOLDER))('%s is parsed and compiled as it is', (name) => {
    const { plan, problems } = check(name);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plan).toBeDefined();
    const parsed = parseManifest(readFileSync(new URL(name, FOLDER), 'utf8'));
    expect(checkManifest(parsed, { registry }).plan).toEqual(plan);
  });

  it.each(['loopback.yaml', 'vad.yaml', 'blur_pipeline.yaml', 'conference_mix.yaml', 'protobuf_form.json'])(
    '%s has nothing to warn of, though it may lack version and metadata',
    (name) => {
      expect(check(name).problems).toEqual([]);
    },
  );

  it('have the parameters that they ask for', () => {
    const params = (name: string, at: number) => check(name).plan?.nodes[at]?.params;
    expect(params('vad.yaml', 1)).toMatchObject({ threshold: 0.5, minSpeechDurationMs: 300 });
    expect(params('conference_mix.yaml', 1)).toMatchObject({ mode: 'mix-minus' });
    expect(params('protobuf_form.json', 1)).toMatchObject({ silenceThresholdDb: -55 });
    expect(params('everything_upstream.yaml', 0)).toMatchObject({ silenceThresholdDb: -55, lowVolumeThresholdDb: -30 });
  });

  it('fit the tracks that they are for', () => {
    for (const name of ['loopback.yaml', 'vad.yaml', 'conference_mix.yaml']) {
      const input = { sampleRate: 48_000, channelCount: 1 };
      expect(check(name, { inputKinds: ['audio'], input }).problems).toEqual([]);
    }
    expect(check('blur_pipeline.yaml', { inputKinds: ['video'] }).problems).toEqual([]);
    expect(check('blur_pipeline.yaml', { inputKinds: ['audio'] }).problems).toMatchObject([
      { severity: 'error', code: 'port-mismatch', path: '/connections/0' },
    ]);
    expect(check('vad.yaml').plan?.isRealtime).toBe(true);
    expect(check('blur_pipeline.yaml').plan?.isRealtime).toBe(false);
  });

  it('warn where nothing would come out, and where names are those of another SDK', () => {
    expect(check('no_nodes.json')).toMatchObject({ plan: { nodes: [] }, problems: [{ code: 'no-nodes' }] });
    expect(check('foreign_names.json').problems.map(({ code, suggestion }) => [code, suggestion])).toEqual([
      ['foreign-name', 'params'],
      ['foreign-name', 'params'],
      ['foreign-name', 'from'],
      ['foreign-name', 'to'],
    ]);
  });
});
