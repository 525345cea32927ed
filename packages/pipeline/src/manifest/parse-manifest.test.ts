import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ManifestError } from './manifest-error.ts';
import { parseManifest } from './parse-manifest.ts';

function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
}

function problemsOf(text: string): ManifestError['problems'] {
  try {
    parseManifest(text);
  } catch (caught) {
    if (caught instanceof ManifestError) return caught.problems;
    throw caught;
  }
  throw new Error('it was parsed');
}

describe('parseManifest', () => {
  it('reads YAML', () => {
    expect(parseManifest(fixture('vad.yaml'))).toEqual({
      nodes: [
        { id: 'input', node_type: 'Input', params: {} },
        { id: 'vad', node_type: 'VoiceActivityDetection', params: { threshold: 0.5, min_speech_duration_ms: 300 } },
        { id: 'output', node_type: 'Output', params: {} },
      ],
      connections: [
        { from: 'input', to: 'vad' },
        { from: 'vad', to: 'output' },
      ],
    });
  });

  it('reads JSON, indented by tabs, with a byte order mark', () => {
    const text =
      '\ufeff{\n\t"nodes": [\n\t\t{\n\t\t\t"id": "a", "node_type": "Gain",\n\t\t\t"params": {"gain_db": -6e0, "name": "\\ud83d\\ude00\\/"}\n\t\t}\n\t]\n}';
    expect(parseManifest(text).nodes[0]?.params).toEqual({ gain_db: -6, name: '😀/' });
  });

  it('reads the form that comes from protobuf', () => {
    expect(parseManifest(fixture('protobuf_form.json')).nodes).toMatchObject([
      { id: 'in', node_type: 'PassThrough', params: {} },
      { id: 'level', node_type: 'AudioLevelNode', params: { silence_threshold_db: -55 } },
    ]);
  });

  it('understands the names of other SDKs', () => {
    expect(parseManifest(fixture('foreign_names.json'))).toEqual({
      version: 'v1',
      metadata: { name: 'echo' },
      nodes: [
        { id: 'in', node_type: 'Input', params: {} },
        { id: 'echo', node_type: 'Echo', params: {} },
      ],
      connections: [{ from: 'in', to: 'echo' }],
    });
  });

  it('keeps what it does not know, and reads itself again', () => {
    const manifest = parseManifest(fixture('everything_upstream.yaml'));
    expect(manifest).toMatchObject({ anything: [1, 2], nodes: [{ something_else: 1, runtime_hint: 'auto' }] });
    expect(parseManifest(JSON.stringify(manifest))).toEqual(manifest);
  });

  it('has ports of connections', () => {
    const text =
      'nodes: []\nconnections: [{from: a, to: b, from_port: events, to_port: in}, {from: a, to: b, fromPort: x}]';
    expect(parseManifest(text).connections).toEqual([
      { from: 'a', to: 'b', from_port: 'events', to_port: 'in' },
      { from: 'a', to: 'b', from_port: 'x' },
    ]);
  });

  it('says in one sentence what is wrong, and where', () => {
    expect(() => parseManifest('nodes:\n  - id: 7\n    node_type: Gain\n')).toThrow(
      new ManifestError([
        {
          severity: 'error',
          code: 'bad-value',
          path: '/nodes/0/id',
          message: '"id" must be text, got 7: put it in quotes',
          suggestion: '"7"',
          position: { line: 2, column: 9, offset: 15, length: 1 },
        },
      ]),
    );
    expect(problemsOf('nodes: []\nnodes: []')).toMatchObject([
      { code: 'duplicate-key', path: '/nodes', position: { line: 2, column: 1, length: 5 } },
    ]);
    expect(() => parseManifest('[]')).toThrow(/got an empty list/);
  });

  it.each<[string, string, RegExp]>([
    ['nothing', '', /"nodes" and "connections", got nothing/],
    ['a word', 'hello', /got "hello"/],
    ['a list of nodes only', '- id: a', /got a list of 1/],
    ['no nodes', 'version: v1', /the manifest has no "nodes"/],
    ['nodes that are an object', 'nodes: {a: 1}', /"nodes" must be a list, got an object/],
    ['a node that is a word', 'nodes: [Gain]', /each of the nodes must be an object, got "Gain"/],
    ['a node without id', 'nodes: [{node_type: Gain}]', /the node has no "id"/],
    ['a node without type', 'nodes: [{id: a}]', /the node has no "node_type"/],
    ['an empty id', 'nodes: [{id: "", node_type: Gain}]', /an id has at least one character/],
    ['a long id', `nodes: [{id: ${'x'.repeat(65)}, node_type: Gain}]`, /at most 64 characters, this one has 65/],
    ['an id that is taken', 'nodes: [{id: __perf__, node_type: Gain}]', /"__perf__" names the pipeline itself/],
    ['an id of two lines', 'nodes: [{id: "a\\nb", node_type: Gain}]', /no control characters/],
    ['parameters that are a list', 'nodes: [{id: a, node_type: Gain, params: [1]}]', /"params" must be an object/],
    ['parameters that are no JSON', 'nodes: [{id: a, node_type: Gain, params: "{x"}]', /as JSON text, got "{x"/],
    ['a connection without end', 'nodes: []\nconnections: [{from: a}]', /the connection has no "to"/],
    ['an end that is a number', 'nodes: []\nconnections: [{from: a, to: 1}]', /"to" must be text, got 1/],
    ['metadata that is text', 'nodes: []\nmetadata: x', /"metadata" must be an object/],
    ['two documents', 'nodes: []\n---\nnodes: []', /one document/],
    ['an unclosed bracket', 'nodes: [', /neither YAML nor JSON/],
    ['a tab as indentation', 'nodes:\n\t- id: a', /neither YAML nor JSON/],
    ['a name twice, deep inside', 'nodes: [{id: a, node_type: Gain, params: {x: 1, x: 2}}]', /"x" is there twice/],
    ['a merge key', 'a: &a {x: 1}\nnodes: [{<<: *a, id: a}]', /does not merge/],
    ['a merge key of YAML 1.1', '%YAML 1.1\n---\na: &a {x: 1}\nnodes: [{<<: *a, id: a}]', /does not merge/],
    ['a tag', 'nodes: !!js/function "x"', /tags such as "!!js\/function" mean nothing/],
    ['bytes', 'nodes: [{id: !!binary aGk=}]', /tags such as "!!binary"/],
    ['NaN', 'nodes: []\nx: .nan', /NaN is nothing that JSON can say/],
    ['a number that is too great', 'nodes: []\nx: 1e999', /Infinity is nothing that JSON can say/],
    ['a list as a name', '? [a]\n: 1', /names of members are words/],
    ['no name', ': 1', /names of members are words/],
    ['an alias for nothing', 'nodes: *a', /"\*a" stands for nothing/],
    ['an alias within what it stands for', 'nodes: &a [*a]', /"\*a" stands for something that it is a part of/],
    ['__proto__', 'nodes: []\n__proto__: {x: 1}', /"__proto__" cannot be a name/],
    ['constructor', 'nodes: [{constructor: {prototype: 1}}]', /"constructor" cannot be a name/],
    [
      '__proto__ in JSON text',
      'nodes: [{id: a, node_type: G, params: "{\\"__proto__\\": 1}"}]',
      /"__proto__" cannot be a name/,
    ],
  ])('refuses %s', (_what, text, reason) => {
    expect(() => parseManifest(text)).toThrow(ManifestError);
    expect(() => parseManifest(text)).toThrow(reason);
  });

  it('takes dates, and words that other YAML takes for truth values, as text', () => {
    const text = '%YAML 1.1\n---\nnodes: []\nmetadata: {name: yes, created_at: 2026-01-01}';
    expect(parseManifest(text).metadata).toEqual({ name: 'yes', created_at: '2026-01-01' });
  });

  it('takes aliases that stay small', () => {
    const text =
      'x: &p {gain_db: 1}\nnodes: [{id: a, node_type: Gain, params: *p}, {id: b, node_type: Gain, params: *p}]';
    expect(parseManifest(text).nodes.map(({ params }) => params)).toEqual([{ gain_db: 1 }, { gain_db: 1 }]);
  });

  it('gives the places of what an alias stands for, and of text in other lines', () => {
    const problems = problemsOf('x: &p\n  constructor: 1\nnodes: *p');
    expect(problems).toMatchObject([
      { code: 'forbidden-key', path: '/x/constructor', position: { line: 2, column: 3 } },
      { code: 'bad-value', path: '/nodes', position: { line: 3, column: 8, length: 2 } },
    ]);
  });
});
