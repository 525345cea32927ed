import { ManualClock, SdkError } from '@remotemedia/base';
import type { CallOptions, Signal } from '@remotemedia/signaling';
import { describe, expect, it } from 'vitest';
import { Mailer } from './mailer.ts';

function setUp() {
  const clock = new ManualClock();
  const local = { type: 'offer', sdp: '' };
  const sent: { type: string; options: CallOptions | undefined; fail: (error: SdkError) => void }[] = [];
  const faults: unknown[] = [];
  const send = ({ type }: Signal, options?: CallOptions) =>
    new Promise<void>((_, reject) => sent.push({ type, options, fail: reject }));
  const connection = { localDescription: local } as unknown as RTCPeerConnection;
  const mailer = new Mailer(connection, { clock, send, onFault: (caught) => faults.push(caught) });
  const describeAs = (version: number, ufrag: string) => {
    local.sdp = `o=- 7 ${version} IN IP4 0.0.0.0\r\na=ice-ufrag:${ufrag}\r\n`;
    mailer.sendLocal();
  };
  const find = () => mailer.sendCandidate({ candidate: 'candidate:1', sdpMid: '0' } as RTCIceCandidate);
  const waiting = () => sent.filter(({ options }) => !options?.signal?.aborted).map(({ type }) => type);
  return { clock, mailer, sent, faults, describeAs, find, waiting };
}

describe('Mailer', () => {
  it('takes back what waits once it is of no use any more', () => {
    const { describeAs, find, waiting } = setUp();
    describeAs(1, 'old');
    find();
    expect(waiting()).toEqual(['offer', 'candidate']);
    describeAs(2, 'old');
    expect(waiting()).toEqual(['candidate', 'offer']);
    describeAs(3, 'new');
    find();
    expect(waiting()).toEqual(['offer', 'candidate']);
  });

  it('keeps what was found before the first description was on its way', () => {
    const { describeAs, find, waiting } = setUp();
    find();
    describeAs(1, 'first');
    expect(waiting()).toEqual(['candidate', 'offer']);
  });

  it('lets a description wait for the server as long as it takes, and never twice', async () => {
    const { clock, mailer, sent, describeAs, waiting } = setUp();
    describeAs(1, 'a');
    await clock.advance(60_000);
    mailer.resendLocal();
    expect(sent.map(({ options }) => options?.timeoutMs)).toEqual([Number.POSITIVE_INFINITY]);
    mailer.close();
    expect(waiting()).toEqual([]);
  });

  it('tries again what could not be sent, and says what is no matter of reach', async () => {
    const { clock, sent, faults, describeAs, find } = setUp();
    describeAs(1, 'a');
    find();
    for (const { fail } of sent) fail(new SdkError('unavailable', 'the server is away'));
    await clock.advance(1_000);
    expect([sent.map(({ type }) => type), faults]).toEqual([['offer', 'candidate', 'offer'], []]);
    sent[2]?.fail(new SdkError('invalid-argument', 'too long'));
    await clock.advance(0);
    expect(faults).toMatchObject([{ code: 'invalid-argument' }]);
  });

  it('leaves nothing when it is closed', async () => {
    const { clock, mailer, sent, faults, describeAs } = setUp();
    describeAs(1, 'a');
    mailer.close();
    sent[0]?.fail(new SdkError('cancelled', 'given up'));
    mailer.sendLocal();
    await clock.advance(5_000);
    expect([sent.length, faults, clock.pending]).toEqual([1, [], 0]);
  });
});
