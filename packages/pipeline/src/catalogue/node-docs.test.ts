import { describe, expect, it } from 'vitest';
import { snakeCase } from '../compile/param-names.ts';
import { defineNode } from '../node/node-definition.ts';
import { param } from '../node/param.ts';
import { builtinNodes } from '../nodes/index.ts';
import { generatedFiles } from './generated-files.ts';
import { nodeDocs } from './node-docs.ts';
import { printJson } from './print-json.ts';

describe('docs of the nodes', () => {
  it('have a line and a section for each node, and a row for each parameter', () => {
    const docs = generatedFiles()['docs/nodes.md'] ?? '';
    for (const { type, params } of builtinNodes) {
      expect(docs).toMatch(new RegExp(`^\\| \\[${type}\\]\\(#${type.toLowerCase()}\\) \\|`, 'm'));
      const section = docs.split(`\n## ${type}\n`)[1]?.split('\n## ')[0] ?? '';
      for (const name of Object.keys(params)) expect(section).toContain(`| \`${snakeCase(name)}\``);
    }
  });

  it('tell values, units, defaults, ports, hosts and files', () => {
    const docs = nodeDocs([
      defineNode({
        type: 'Tremolo',
        aliases: ['Swell'],
        about: 'Makes the sound swell | fade. And more.',
        params: {
          rateHz: param.number({ about: 'How often.', default: 5, min: 1, max: 20, unit: 'Hz', aliases: ['speed'] }),
          shape: param.choice(['sine', 'square'], { about: 'Of what form.' }),
        },
        ports: { inputs: { in: ['audio'], rate: ['json'] }, outputs: { out: 'same' } },
        hosts: ['worker', 'node'],
        assets: { table: 'bytes' },
        create: () => ({ process: () => {} }),
      }),
    ]);
    expect(docs).toContain('| [Tremolo](#tremolo) | audio, json → same |  | Makes the sound swell \\| fade. |');
    expect(docs).toContain('- **Also called** `Swell`');
    expect(docs).toContain('- **Takes** audio at `in`; json at `rate`\n- **Gives** what comes in at `out`');
    expect(docs).toContain('- **Runs on** a `Worker`, a thread of Node\n- **Needs** `table` (bytes)');
    expect(docs).toContain('| `rate_hz` (also `speed`) | a number from 1 to 20 Hz | `5` | How often. |');
    expect(docs).toContain('| `shape` | "sine" or "square" | none | Of what form. |');
  });
});

describe('printed JSON', () => {
  it('is the value, with short lists on one line', () => {
    const value = { a: [1, 'x', null], b: [], c: {}, d: [{ e: true }], f: Array.from({ length: 30 }, () => 'word') };
    const text = printJson(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text.split('\n').slice(0, 4)).toEqual(['{', '  "a": [1, "x", null],', '  "b": [],', '  "c": {},']);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });
});
