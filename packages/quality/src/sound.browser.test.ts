import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RemoteAudioWarning } from './detect/remote-audio.ts';
import { Quality } from './quality.ts';
import { TestPair, WAIT } from './test-pair.ts';

const enders: (() => void)[] = [];

afterEach(() => {
  for (const end of enders.splice(0).reverse()) end();
});

/** A call in which Ada sends a tone that can be switched on and off, and Bob listens for what happens. */
async function call() {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: 440 });
  const volume = new GainNode(context, { gain: 0 });
  const out = new MediaStreamAudioDestinationNode(context);
  tone.connect(volume).connect(out);
  tone.start();
  const [track] = out.stream.getAudioTracks() as [MediaStreamTrack];
  const pair = new TestPair([{ track }]);
  const bob = new Quality({ source: pair.bobsRoom, options: { intervalMs: 500 } });
  const warnings: RemoteAudioWarning[] = [];
  bob.on('warning', (warning) => warnings.push(warning));
  const speakers: (string | undefined)[] = [];
  bob.on('activeSpeaker', ({ peerId, isSelf }) => speakers.push(isSelf ? 'self' : peerId));
  enders.push(() => {
    bob.close();
    pair.close();
    void context.close();
  });
  await pair.connect();
  return { pair, bob, volume, warnings, speakers };
}

function play(track: MediaStreamTrack): void {
  const audio = document.createElement('audio');
  audio.srcObject = new MediaStream([track]);
  void audio.play();
  enders.push(() => {
    audio.srcObject = null;
  });
}

describe('Quality and sound', () => {
  it('hears who speaks, the others and us', async () => {
    const { pair, bob, volume, speakers } = await call();
    play(pair.received('audio'));
    await vi.waitFor(() => expect(bob.levels.get('ada')).toBeDefined(), WAIT);
    expect(speakers).toEqual([]);
    volume.gain.value = 0.5;
    await vi.waitFor(() => expect(speakers).toEqual(['ada']), WAIT);
    expect(bob.levels.get('ada')).toBeGreaterThan(0.1);
    volume.gain.value = 0;
    bob.setOwnLevel(0.4);
    await vi.waitFor(() => expect(speakers).toEqual(['ada', 'self']), WAIT);
  });

  it('warns of sound that arrives and is played nowhere, until it is', async () => {
    const { pair, volume, warnings } = await call();
    volume.gain.value = 0.5;
    await vi.waitFor(
      () => expect(warnings).toMatchObject([{ kind: 'remote-audio-unbound', peerId: 'ada', isOver: false }]),
      WAIT,
    );
    expect(warnings[0]?.trackId).toBe(pair.received('audio').id);
    play(pair.received('audio'));
    await vi.waitFor(() => expect(warnings[1]).toMatchObject({ kind: 'remote-audio-unbound', isOver: true }), WAIT);
  });
});
