import { afterEach, describe, expect, it, vi } from 'vitest';
import { Quality, type QualityOptions } from './quality.ts';
import type { SentTrackStats } from './stats/peer-stats.ts';
import { movingPicture, type Publication, TestPair, WAIT } from './test-pair.ts';

const enders: (() => void)[] = [];

afterEach(() => {
  for (const end of enders.splice(0).reverse()) end();
});

/** Both sides of a call, with what happens at each. Only the smallest picture has a sure size: a busy browser makes others smaller. */
async function call(publications: readonly Publication[], options: QualityOptions = {}) {
  const pair = new TestPair(publications);
  const ada = new Quality({ source: pair.adasRoom, options: { intervalMs: 250, cores: 8, ...options } });
  const bob = new Quality({ source: pair.bobsRoom, options: { intervalMs: 250, cores: 8, ...options } });
  enders.push(() => {
    ada.close();
    bob.close();
    pair.close();
  });
  const sent = (): SentTrackStats | undefined => ada.statsOf('bob')?.sent.find(({ kind }) => kind === 'video');
  const limits = () => ada.limitsOf('bob').find(({ kind }) => kind === 'video');
  return { pair, ada, bob, sent, limits };
}

function picture(width = 640, height = 360): MediaStreamTrack {
  const { track, stop } = movingPicture(width, height);
  enders.push(stop);
  return track;
}

const LAYERS = [
  { rid: 'q', scaleResolutionDownBy: 4 },
  { rid: 'h', scaleResolutionDownBy: 2 },
  { rid: 'f', scaleResolutionDownBy: 1 },
];

/** Answers as a server that takes layers would (RFC 8853 §5.3, RFC 8852). */
function takeLayers(answer: string, offer: string): string {
  const name = /^a=extmap:\d+ urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id/m.exec(offer)?.[0] ?? '';
  const lines = [name, ...LAYERS.map(({ rid }) => `a=rid:${rid} recv`), 'a=simulcast:recv q;h;f', ''].join('\r\n');
  const sections = answer.split(/^(?=m=)/m);
  return sections.map((section) => (section.startsWith('m=video') ? section + lines : section)).join('');
}

describe('Quality', () => {
  it('measures both directions of a real connection', async () => {
    const { pair, ada, bob } = await call([{ track: picture() }]);
    await pair.connect();
    await vi.waitFor(() => {
      expect(ada.statsOf('bob')?.sent[0]).toMatchObject({ kind: 'video', sourceWidth: 640, codec: 'VP8' });
      expect(ada.statsOf('bob')?.sent[0]?.frameWidth).toBeGreaterThan(160);
      expect(ada.statsOf('bob')?.sent[0]?.bitrateKbps).toBeGreaterThan(50);
      expect(bob.statsOf('ada')?.received[0]?.framesDecoded).toBeGreaterThan(10);
      expect(bob.metricsOf('ada')?.videoWidth).toBe(bob.statsOf('ada')?.received[0]?.frameWidth);
      expect(bob.metricsOf('ada')?.packetsReceived).toBeGreaterThan(10);
    }, WAIT);
    expect(ada.statsOf('bob')?.connection.local).toMatchObject({ type: 'host', protocol: 'udp' });
    expect(ada.historyOf('bob').at(-1)).toBe(ada.statsOf('bob'));
  });

  it('sends no more than a small tile needs, nothing while hidden, and frames again when seen', async () => {
    const { pair, bob, sent, limits } = await call([{ track: picture() }]);
    await pair.connect();
    await vi.waitFor(() => {
      expect(sent()?.frameWidth).toBeGreaterThan(160);
      expect(sent()?.bitrateKbps).toBeGreaterThan(100);
    }, WAIT);

    bob.setView(pair.received('video'), { width: 160, height: 90 });
    await vi.waitFor(() => {
      expect(sent()).toMatchObject({ frameWidth: 160, frameHeight: 90 });
      expect(sent()?.bitrateKbps).toBeLessThan(100);
    }, WAIT);
    expect(limits()?.reasons).toEqual(['tile']);

    bob.setView(pair.received('video'), 'hidden');
    await vi.waitFor(() => expect(sent()?.layers[0]?.active).toBe(false), WAIT);
    expect(limits()?.reasons).toEqual(['hidden']);
    const frozen = sent()?.framesEncoded ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((sent()?.framesEncoded ?? 0) - frozen).toBeLessThan(2);

    const keyFrames = sent()?.keyFramesEncoded ?? 0;
    const decoded = bob.statsOf('ada')?.received[0]?.framesDecoded ?? 0;
    bob.setView(pair.received('video'), { width: 640, height: 360 });
    await vi.waitFor(
      () => {
        expect(bob.statsOf('ada')?.received[0]?.framesDecoded).toBeGreaterThan(decoded + 5);
        expect(sent()?.frameWidth).toBeGreaterThan(160);
      },
      { ...WAIT, timeout: 5_000 },
    );
    expect(sent()?.keyFramesEncoded).toBeGreaterThan(keyFrames);
  });

  it('follows a video element: its size, scrolling out of sight, and back', async () => {
    const { pair, bob, sent, limits } = await call([{ track: picture() }]);
    await pair.connect();
    const video = document.createElement('video');
    video.muted = true;
    video.style.cssText = 'position: absolute; top: 0; left: 0; width: 160px; height: 90px';
    video.srcObject = new MediaStream([pair.received('video')]);
    document.body.append(video);
    enders.push(() => video.remove());
    await video.play();
    const undo = bob.observeView(video);
    await vi.waitFor(() => expect(limits()?.reasons).toEqual(['tile']), WAIT);
    await vi.waitFor(() => expect(sent()?.frameWidth).toBe(160), WAIT);
    video.style.width = '320px';
    video.style.height = '180px';
    await vi.waitFor(() => expect(sent()?.frameWidth).toBeGreaterThan(160), WAIT);
    video.style.top = '-5000px';
    await vi.waitFor(() => expect(limits()?.reasons).toEqual(['hidden']), WAIT);
    undo();
    await vi.waitFor(() => expect(limits()).toMatchObject({ active: true }), WAIT);
    expect(limits()?.reasons).not.toContain('tile');
  });

  it('keeps what the application allows', async () => {
    const options = { maxVideoSize: { width: 320, height: 180 }, videoFramerateFps: 10, targetBitrateKbps: 120 };
    const { pair, sent, limits } = await call([{ track: picture() }], options);
    await pair.connect();
    await vi.waitFor(() => {
      expect(sent()?.frameWidth).toBeLessThanOrEqual(320);
      expect(sent()?.framesPerSecond).toBeLessThan(14);
      expect(sent()?.bitrateKbps).toBeLessThan(180);
    }, WAIT);
    expect(limits()?.reasons).toContain('config');
  });

  it('changes nothing when it is told only to measure', async () => {
    const { pair, bob, ada, sent } = await call([{ track: picture() }], { isAdaptive: false });
    await pair.connect();
    bob.setView(pair.received('video'), 'hidden');
    await vi.waitFor(() => expect(sent()?.framesEncoded).toBeGreaterThan(20), WAIT);
    expect(sent()?.layers[0]?.active).toBe(true);
    expect(ada.limitsOf('bob')).toEqual([]);
  });

  it('says what was asked for and cannot be had, and sends all the same', async () => {
    const options = { codec: 'VP9', scalabilityMode: 'L3T3_KEY', simulcast: true };
    const { pair, sent, limits } = await call([{ track: picture(), options, sendEncodings: LAYERS }]);
    await pair.connect();
    await vi.waitFor(() => expect(sent()?.framesEncoded).toBeGreaterThan(10), WAIT);
    await vi.waitFor(
      () => expect(limits()?.reasons.slice(-3)).toEqual(['simulcast', 'codec', 'scalability-mode']),
      WAIT,
    );
    expect(sent()?.codec).toBe('VP8');
    expect(sent()?.frameWidth).toBeGreaterThan(160);
  });

  it('sends layers to who takes them, and only the small one for a small tile', async () => {
    const publication = { track: picture(960, 540), options: { simulcast: true }, sendEncodings: LAYERS };
    const { pair, bob, sent } = await call([publication], { cores: 64 });
    await pair.connect(takeLayers);
    const layers = () =>
      sent()?.layers.flatMap(({ rid, active, framesEncoded }) => (active && framesEncoded ? [rid] : []));
    // A busy machine may leave out the largest of the three.
    await vi.waitFor(() => expect(layers()?.sort().slice(-2)).toEqual(['h', 'q']), WAIT);
    bob.setView({ peerId: 'ada', mid: '0' }, { width: 160, height: 90 });
    await vi.waitFor(() => expect(layers()).toEqual(['q']), WAIT);
    await vi.waitFor(() => expect(sent()?.frameWidth).toBe(160), WAIT);
  });

  it('leaves nothing running', async () => {
    const { pair, ada, bob } = await call([{ track: picture() }]);
    await pair.connect();
    await vi.waitFor(() => expect(ada.limitsOf('bob')).toHaveLength(1), WAIT);
    const asked = vi.spyOn(pair.bob.connection, 'getStats');
    ada.close();
    bob.close();
    ada.close();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(asked).not.toHaveBeenCalled();
  });
});
