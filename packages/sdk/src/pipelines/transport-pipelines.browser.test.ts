import { SdkError } from '@remotemedia/base';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransportPipelineEvent } from '../index.ts';
import { PipeCall, tracksFrom, WAIT } from './pipe-call-contract.ts';

const GREY = { nodes: [{ id: 'grey', node_type: 'Grayscale' }] };
const MIRROR = { nodes: [{ id: 'mirror', node_type: 'VideoFlip' }] };
const METER = {
  nodes: [
    { id: 'quarter', node_type: 'Gain', params: { gain: 0.25 } },
    { id: 'level', node_type: 'AudioLevel' },
    { id: 'out', node_type: 'Output' },
  ],
  connections: [
    { from: 'quarter', to: 'level' },
    { from: 'quarter', to: 'out' },
  ],
};

let call: PipeCall;

beforeEach(() => {
  call = new PipeCall();
});

afterEach(() => call.close());

describe('pipelines of a transport', () => {
  it('publishes what comes out, tells events with their type, and closes with the track', async () => {
    const [ada, bob] = await call.enter('ada', 'bob');
    const track = call.tone(500);
    const events: TransportPipelineEvent[] = [];
    ada.on('pipeline', (event) => events.push(event));
    await ada.publish(track, { pipeline: METER });
    const [pipeline] = ada.pipelines;
    expect(ada.publishedTracks).toEqual([pipeline?.track]);
    const [remote] = await tracksFrom(bob, 'ada', 1);
    if (!remote) throw new Error('nothing came');
    await vi.waitFor(async () => {
      const [level = 0] = await call.levelsOf(remote, [500]);
      expect(level).toBeGreaterThan(0.005);
      expect(level).toBeLessThan(0.08);
    }, WAIT);
    await vi.waitFor(() => expect(events.length).toBeGreaterThan(0), WAIT);
    const [{ event, nodeId, track: source, pipeline: said } = {}] = events;
    expect([nodeId, source, said]).toEqual(['level', track, pipeline]);
    if (event?.type !== 'AudioLevel') throw new Error(`an event of ${event?.type} came`);
    expect(event.value.rms_db).toBeLessThan(-10);

    await ada.unpublish(track);
    expect(ada.pipelines).toEqual([]);
    expect([pipeline?.track.readyState, track.readyState]).toEqual(['ended', 'live']);
    await vi.waitFor(() => expect(bob.peers[0]?.tracks).toEqual([]), WAIT);
  }, 60_000);

  it('goes behind a published track and away again without a new negotiation', async () => {
    const [ada, bob] = await call.enter('ada', 'bob');
    const track = call.picture();
    await ada.publish(track);
    const [remote] = await tracksFrom(bob, 'ada', 1);
    if (!remote) throw new Error('nothing came');
    await vi.waitFor(async () => expect(await call.colourOf(remote)).toBeGreaterThan(80), WAIT);
    const negotiations = vi.fn();
    ada.peers[0]?.connection.addEventListener('signalingstatechange', negotiations);

    const pipeline = await ada.attachPipeline(track, GREY);
    await vi.waitFor(async () => expect(await call.colourOf(remote)).toBeLessThan(20), WAIT);
    await pipeline.swap(MIRROR);
    await vi.waitFor(async () => expect(await call.colourOf(remote)).toBeGreaterThan(80), WAIT);
    pipeline.close();
    await vi.waitFor(() => expect(ada.publishedTracks).toEqual([track]), WAIT);
    expect(track.readyState).toBe('live');
    expect(negotiations).not.toHaveBeenCalled();
  });

  it('stays when another track takes the place of the one it was attached to', async () => {
    const [ada, bob] = await call.enter('ada', 'bob');
    const [first, second] = [call.picture(), call.picture()];
    await ada.publish(first, { pipeline: { video: GREY } });
    await ada.replaceTrack(first, second);
    expect(ada.pipelines.map(({ source }) => source)).toEqual([second]);
    const [remote] = await tracksFrom(bob, 'ada', 1);
    if (!remote) throw new Error('nothing came');
    await vi.waitFor(async () => expect(await call.colourOf(remote)).toBeLessThan(20), WAIT);
    await ada.unpublish(second);
    expect(ada.publishedTracks).toEqual([]);
  });

  it('sends nothing when the pipeline is lost, until there is another one', async () => {
    const [ada] = await call.enter('ada');
    const track = call.tone(500);
    await ada.publish(track, { pipeline: METER });
    const [pipeline] = ada.pipelines;
    const errors: string[] = [];
    ada.on('error', ({ error }) => errors.push(error.code));
    // What a thread that dies leads to.
    Reflect.apply(Reflect.get(pipeline ?? {}, 'emit'), pipeline, [
      'closed',
      { error: new SdkError('unavailable', 'x') },
    ]);
    expect(errors).toEqual(['unavailable']);
    expect(ada.pipelines).toEqual([]);
    expect(ada.publishedTracks).toEqual([pipeline?.track]);
    const another = await ada.attachPipeline(track, METER);
    expect(ada.publishedTracks).toEqual([another.track]);
    pipeline?.close();
    expect(ada.publishedTracks).toEqual([another.track]);
  });

  it('treats what a peer sends until the peer takes it back', async () => {
    const [ada, bob] = await call.enter('ada', 'bob');
    const track = call.picture();
    await ada.publish(track);
    const [remote] = await tracksFrom(bob, 'ada', 1);
    if (!remote) throw new Error('nothing came');
    const pipeline = await bob.attachPipeline(remote, GREY);
    await vi.waitFor(async () => expect(await call.colourOf(pipeline.track)).toBeLessThan(20), WAIT);
    await ada.unpublish(track);
    await vi.waitFor(() => expect(bob.pipelines).toEqual([]), WAIT);
    expect(pipeline.track.readyState).toBe('ended');
  });

  it('takes one manifest for the tracks that it can be run on', async () => {
    const [ada] = await call.enter('ada');
    const [tone, picture] = [call.tone(500), call.picture()];
    await ada.publish(new MediaStream([tone, picture]), { pipeline: GREY });
    expect(ada.pipelines.map(({ source }) => source)).toEqual([picture]);
    expect(ada.publishedTracks).toContain(tone);
    // What is published stays as it is when it is published once more.
    await ada.publish(new MediaStream([tone, picture]), { pipeline: GREY });
    expect(ada.publishedTracks).toHaveLength(2);
  });

  it('refuses with typed errors, and publishes nothing then', async () => {
    const [ada] = await call.enter('ada');
    const track = call.tone(500);
    await expect(ada.attachPipeline(track, METER)).rejects.toMatchObject({ code: 'not-found' });
    await expect(ada.publish(track, { pipeline: GREY })).rejects.toMatchObject({ code: 'invalid-argument' });
    const unknown = { nodes: [{ id: 'x', node_type: 'Gian' }] };
    await expect(ada.publish(track, { pipeline: { audio: unknown } })).rejects.toThrow('Gain');
    expect(ada.publishedTracks).toEqual([]);
    await ada.publish(track);
    await ada.attachPipeline(track, METER);
    await expect(ada.attachPipeline(track, METER)).rejects.toMatchObject({ code: 'already-exists' });
    await ada.close();
    await expect(ada.attachPipeline(track, METER)).rejects.toMatchObject({ code: 'failed-precondition' });
  });

  it('is closed with the transport, also one that is being opened', async () => {
    const [ada] = await call.enter('ada');
    const [tone, picture] = [call.tone(500), call.picture()];
    await ada.publish(tone, { pipeline: METER });
    await ada.publish(picture);
    const [pipeline] = ada.pipelines;
    const opening = ada.attachPipeline(picture, GREY);
    const refusal = expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    await ada.close();
    await refusal;
    expect([pipeline?.track.readyState, tone.readyState, picture.readyState]).toEqual(['ended', 'live', 'live']);
    expect(ada.pipelines).toEqual([]);
  });
});
