import { describe, expect, it } from 'vitest';
import { defineNode, type NodeDefinition } from '../node/node-definition.ts';
import { builtinNodes } from '../nodes/index.ts';
import { realtimeNodes } from '../nodes/realtime.ts';
import { NodeRegistry } from './node-registry.ts';

function node(type: string, aliases: readonly string[] = []): NodeDefinition<Record<never, never>> {
  const create = () => ({ process: () => {} });
  return defineNode({ type, aliases, about: '', params: {}, ports: { inputs: {}, outputs: {} }, create });
}

describe('NodeRegistry', () => {
  it('finds a type by name, by alias, with and without "Node"', () => {
    const registry = new NodeRegistry([node('VideoEncode', ['VideoEncoder']), node('FilterNode')]);
    for (const type of ['VideoEncode', 'VideoEncodeNode', 'VideoEncoder', 'VideoEncoderNode']) {
      expect(registry.find(type)?.type).toBe('VideoEncode');
    }
    for (const type of ['Filter', 'FilterNode']) expect(registry.find(type)?.type).toBe('FilterNode');
    for (const type of ['filter', 'Node', '', 'constructor']) expect(registry.find(type)).toBeUndefined();
  });

  it('lets a type of its own go before the alias of another', () => {
    const registry = new NodeRegistry([node('Scale'), node('Resize', ['Scale'])]);
    expect(registry.find('Scale')?.type).toBe('Scale');
  });

  it('knows more with others, which replace their namesakes', () => {
    const [old, mine] = [node('Gain', ['Volume']), node('Gain')];
    const first = new NodeRegistry([old]);
    const second = first.with([mine, node('Tremolo')]);
    expect(second.definitions.map(({ type }) => type)).toEqual(['Gain', 'Tremolo']);
    expect(second.find('Gain')).toBe(mine);
    expect(second.find('Volume')).toBeUndefined();
    expect(first.find('Tremolo')).toBeUndefined();
  });

  it('suggests what is near, whatever the case', () => {
    const registry = new NodeRegistry([node('AudioLevel'), node('AudioMixer'), node('SileroVAD')]);
    expect(registry.nearest('AudioLevle')).toBe('AudioLevel');
    expect(registry.nearest('audio_mixer_node')).toBe('AudioMixer');
    expect(registry.nearest('sileroVad')).toBe('SileroVAD');
    expect(registry.nearest('Kaleidoscope')).toBeUndefined();
    expect(registry.nearest('A'.repeat(100_000))).toBeUndefined();
  });
});

describe('the nodes of the SDK', () => {
  it('have names that mean one node each', () => {
    const registry = new NodeRegistry(builtinNodes);
    const names = builtinNodes.flatMap(({ type, aliases = [] }) => [type, ...aliases]);
    expect(new Set(names.map((name) => name.replace(/Node$/, ''))).size).toBe(names.length);
    expect(registry.definitions).toHaveLength(builtinNodes.length);
  });

  it('run on the audio thread where they say so', () => {
    const said = builtinNodes.filter(({ isRealtime = false }) => isRealtime).map(({ type }) => type);
    expect(realtimeNodes.map(({ type }) => type).toSorted()).toEqual(said.toSorted());
  });
});
