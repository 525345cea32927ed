import { describe, expect, it } from 'vitest';
import { check, manifest, only } from './small-nodes-contract.ts';

describe('ids and connections', () => {
  it.each<[string, string, string, RegExp, string?]>([
    ['a:Gain a:Level', 'duplicate-id', '/nodes/1/id', /two nodes have the id "a": the first one is at \/nodes\/0/],
    [
      'in:Input mixer:Gain | in>mixre',
      'unknown-id',
      '/connections/0/to',
      /no node has the id "mixre": did you mean "mixer"/,
      'mixer',
    ],
    ['a:Gain | a>a', 'self-loop', '/connections/0', /connected with itself/],
    [
      'a:Gain b:Level | a>b a>b',
      'duplicate-connection',
      '/connections/1',
      /the connection from .a. to "b" is there twice/,
    ],
    [
      'v:Voice w:Words | v.event>w',
      'unknown-port',
      '/connections/0/from_port',
      /has no output "event": it has "out" and "events"/,
      'events',
    ],
    [
      'a:Gain b:Level | a>b.side',
      'unknown-port',
      '/connections/0/to_port',
      /"b" \(Level\) has no input "side": it has "in"/,
    ],
    [
      'a:Gain t:Tone | a>t',
      'port-mismatch',
      '/connections/0',
      /"a" \(Gain\) gives audio, but "t" \(Tone\) takes nothing/,
    ],
    [
      'l:Level g:Gain | l>g',
      'port-mismatch',
      '/connections/0',
      /"l" \(Level\) gives json, but "g" \(Gain\) takes audio/,
    ],
    [
      'v:Voice w:Words | v.out>w',
      'port-mismatch',
      '/connections/0',
      /"v" \(Voice\) gives audio at "out", but "w" \(Words\) takes text and json/,
    ],
    [
      'w:Words i:Input g:Gain | w>i i>g',
      'port-mismatch',
      '/connections/1',
      /"i" \(Input\) gives text, but "g" \(Gain\) takes audio/,
    ],
  ])('%s: %s', (text, code, path, message, suggestion) => {
    const problem = only(manifest(text));
    expect(problem).toMatchObject({ severity: 'error', code, path });
    expect(problem.message).toMatch(message);
    expect(problem.suggestion).toBe(suggestion);
  });

  it('warn of an id with a dot, and of a node without connection', () => {
    expect(only({ nodes: [{ id: 'a.b', node_type: 'Gain' }] })).toMatchObject({
      severity: 'warning',
      code: 'bad-id',
      suggestion: 'a_b',
    });
    expect(only(manifest('a:Gain b:Level c:Gain | a>b'))).toMatchObject({
      severity: 'warning',
      code: 'unconnected',
      path: '/nodes/2',
    });
  });

  it('warn of several nodes without any connections', () => {
    expect(
      only({
        nodes: [
          { id: 'a', node_type: 'Gain' },
          { id: 'b', node_type: 'Gain' },
        ],
      }),
    ).toMatchObject({
      severity: 'warning',
      code: 'missing',
    });
  });
});

describe('a cycle', () => {
  it('is told with all its nodes, and the way round', () => {
    const problem = only(manifest('i:Input a:Gain b:Gain c:Gain o:Level | i>a a>b b>c c>a c>o'));
    expect(problem).toMatchObject({
      severity: 'error',
      code: 'cycle',
      path: '/connections/3',
      nodeIds: ['a', 'b', 'c'],
    });
    expect(problem.message).toBe(
      'the nodes "a", "b" and "c" form a cycle (a → b → c → a): take one of its connections out',
    );
  });

  it('is told once for each set of nodes', () => {
    const { problems } = check(manifest('a:Gain b:Gain c:Gain d:Gain e:Gain | a>b b>a b>c c>d d>c d>e c>e'));
    expect(problems.map(({ nodeIds }) => nodeIds)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('does not hide other problems', () => {
    const { problems } = check(manifest('a:Gain b:Gain l:Level w:Gain | a>b b>a b>l l>w'));
    expect(problems.map(({ code }) => code)).toEqual(['cycle', 'port-mismatch']);
  });
});

describe('what comes from outside', () => {
  it('must be taken by at least one entry', () => {
    const problem = only(manifest('w:Words i:Input | w>i'), { inputKinds: ['audio'] });
    expect(problem).toMatchObject({ severity: 'error', code: 'unreachable', path: '/nodes/0' });
    expect(problem.message).toBe('the pipeline gets audio, but "w" (Words) takes text and json');
    expect(check(manifest('w:Words i:Input | w>i'), { inputKinds: ['json'] }).problems).toEqual([]);
    expect(check(manifest('t:Tone l:Level | t>l'), { inputKinds: ['video'] }).problems).toEqual([]);
  });

  it('warns of nodes that nothing can come to, where others get something', () => {
    const { plan, problems } = check(manifest('w:Words x:Words i:Input | w>x'), { inputKinds: ['audio'] });
    expect(plan).toBeDefined();
    expect(problems.filter(({ code }) => code === 'unreachable')).toMatchObject([
      { severity: 'warning', path: '/nodes/0' },
      {
        severity: 'warning',
        path: '/nodes/1',
        message: 'nothing can come to "x" (Words): nothing comes to the nodes before it',
      },
    ]);
  });
});

describe('what comes out', () => {
  it('must be of a kind that is wanted', () => {
    const wanted = { inputKinds: ['audio'], outputKinds: ['audio'] } as const;
    const problem = only(manifest('g:Gain l:Level | g>l'), wanted);
    expect(problem).toMatchObject({ severity: 'error', code: 'no-output', path: '/nodes/1' });
    expect(problem.message).toBe('no audio comes out: "l" (Level) gives json; lead it past that to an Output');
    expect(check(manifest('g:Gain l:Level o:Input | g>l g>o'), wanted).problems).toEqual([]);
    expect(check(manifest('v:Voice'), wanted).problems).toEqual([]);
    expect(check(manifest('i:Input'), { inputKinds: ['json'], outputKinds: ['audio'] }).plan).toBeUndefined();
    expect(check({ nodes: [] }, wanted).problems.map(({ code }) => code)).toEqual(['no-nodes', 'no-output']);
  });
});

describe('formats of sound', () => {
  const mono48 = { sampleRate: 48_000, channelCount: 1 };

  it('are told where a node cannot take them, in its own words', () => {
    const problem = only(manifest('i:Input s:Stereo | i>s'), { input: mono48 });
    expect(problem).toMatchObject({ severity: 'error', code: 'format-conflict', path: '/connections/0' });
    expect(problem.message).toMatch(
      /^"s" \(Stereo\) cannot take what comes from .i.: it wants 2 channels, not 1: put a ChannelMap before it$/,
    );
    expect(only(manifest('s:Stereo'), { input: mono48 }).message).toMatch(/cannot take its input: it wants 2/);
  });

  it('are told where a node throws instead', () => {
    expect(only(manifest('s:Stereo'), { input: { sampleRate: 48_000, channelCount: 3 } }).message).toMatch(
      /three is a crowd/,
    );
  });

  it('are not guessed where they are not known', () => {
    expect(check(manifest('i:Input s:Stereo | i>s')).problems).toEqual([]);
  });

  it('are told where two rates meet in one node', () => {
    const text = 'i:Input r:Resample g:Gain | i>r r>g i>g';
    const problem = only(manifest(text), { input: mono48 });
    expect(problem).toMatchObject({ severity: 'error', code: 'format-conflict', path: '/connections/2' });
    expect(problem.message).toMatch(/"g" \(Gain\) gets 16000 Hz from .r. and 48000 Hz from .i.: put an AudioResample/);
    expect(check(manifest('i:Input r:Resample o:Input | i>r r>o i>o'), { input: mono48 }).problems).toEqual([]);
    expect(check(manifest('i:Input r:Resample q:Resample | i>r r>q i>q'), { input: mono48 }).problems).toEqual([]);
    expect(check(manifest(text), { input: { sampleRate: 16_000, channelCount: 1 } }).problems).toEqual([]);
  });
});
