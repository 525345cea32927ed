import { VideoFrame } from '@remotemedia/codecs';
import { AudioBlock, attachMix, PipelineRunner } from '@remotemedia/pipeline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PipeCall, tracksFrom, WAIT } from './pipe-call-contract.ts';

// The two examples of RemoteMedia's own WebRTC transport, in TypeScript: media of a peer through a pipeline and back to
// it, and a conference of five in which each hears the four others.

/** Stands for the blur, which needs a model and a person. */
const EFFECT = { version: 'v1', nodes: [{ id: 'effect', node_type: 'Grayscale' }] };
const MIX_MINUS = { version: 'v1', nodes: [{ id: 'mixer', node_type: 'AudioMixer', params: { mode: 'mix-minus' } }] };

let call: PipeCall;

beforeEach(() => {
  call = new PipeCall();
});

afterEach(() => call.close());

describe('video of a peer through a pipeline and back', () => {
  it('goes as a track', async () => {
    const [here, peer] = await call.enter('here', 'peer-remote');
    await peer.publish(call.picture());
    const [remote] = await tracksFrom(here, 'peer-remote', 1);
    if (!remote) throw new Error('nothing came');
    const processed = await here.attachPipeline(remote, EFFECT);
    await here.peers[0]?.addVideoTrack(processed.track);
    const [back] = await tracksFrom(peer, 'here', 1);
    if (!back) throw new Error('nothing came back');
    await vi.waitFor(async () => expect(await call.colourOf(back)).toBeLessThan(20), WAIT);
  });

  it('goes picture by picture', async () => {
    const [here, peer] = await call.enter('here', 'peer-remote');
    await peer.publish(call.picture());
    const [remote] = await tracksFrom(here, 'peer-remote', 1);
    if (!remote) throw new Error('nothing came');
    await using runner = new PipelineRunner();
    const video = document.createElement('video');
    Object.assign(video, { muted: true, srcObject: new MediaStream([remote]) });
    await video.play();
    for (let count = 0; count < 3; count += 1) {
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      const frame = new VideoFrame(video, { timestamp: count * 40_000 });
      const output = await runner.executeUnary(EFFECT, { kind: 'video', frame });
      if (output.kind !== 'video') throw new Error(`a piece of ${output.kind} came out`);
      expect([output.frame.displayWidth, output.frame.displayHeight]).toEqual([160, 90]);
      output.frame.close();
    }
    video.srcObject = null;
  });
});

describe('a conference of five with mixed sound', () => {
  const TONES = { ada: 400, bob: 700, cem: 1_100, dan: 1_600, eve: 2_300 };
  const names = Object.keys(TONES);

  it('goes block by block', async () => {
    await using runner = new PipelineRunner();
    const inputs = names.map((streamId, index) => {
      const samples = new Float32Array(960).fill(2 ** index / 64);
      return new AudioBlock(48_000, [samples], 960, 0, streamId);
    });
    const mixes = await runner.executeAll(MIX_MINUS, inputs);
    const heard = new Map(
      mixes.map(({ data }) => (data.kind === 'audio' ? [data.streamId, data] : [undefined, undefined])),
    );
    for (const [index, name] of names.entries()) {
      const mix = heard.get(name);
      const others = (31 - 2 ** index) / 64;
      expect([...(mix?.channels[0]?.subarray(0, 960) ?? [])].every((sample) => Math.abs(sample - others) < 1e-6)).toBe(
        true,
      );
    }
  });

  it('goes as tracks, in one room', async () => {
    const everybody = await call.enter('ada', 'bob', 'cem', 'dan', 'eve');
    const [ada, ...others] = everybody;
    const inputs = new Map([['ada', call.tone(TONES.ada)]]);
    for (const other of others) {
      await other.publish(call.tone(TONES[other.peerId as keyof typeof TONES]));
      const [track] = await tracksFrom(ada, other.peerId, 1);
      if (track) inputs.set(other.peerId, track);
    }
    const mix = await attachMix(inputs, MIX_MINUS);
    try {
      for (const peer of ada.peers) await peer.addAudioTrack(mix.trackFor(peer.id));
      for (const other of others) {
        const [track] = await tracksFrom(other, 'ada', 1);
        if (!track) throw new Error(`${other.peerId} gets nothing`);
        await vi.waitFor(async () => {
          const levels = await call.levelsOf(track, Object.values(TONES));
          const heard = names.filter((_, index) => (levels[index] ?? 0) > 0.003);
          expect(heard).toEqual(names.filter((name) => name !== other.peerId));
        }, WAIT);
      }
    } finally {
      mix.close();
    }
  }, 60_000);
});
