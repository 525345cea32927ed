import { Emitter } from '@remotemedia/base';
import { type PeerInfo, type SignalingEvents, toPeerId } from '@remotemedia/signaling';
import { describe, expect, it } from 'vitest';
import { HeldEvents } from './held-events.ts';

class FakeChannel extends Emitter<SignalingEvents> {
  join(name: string): void {
    this.emit('peerJoined', { id: toPeerId(name) } as PeerInfo);
  }

  leave(name: string): void {
    this.emit('peerLeft', toPeerId(name));
  }
}

function setUp() {
  const channel = new FakeChannel();
  const events = new HeldEvents(channel);
  const heard: string[] = [];
  events.on('peerJoined', ({ id }) => heard.push(`${id} came`));
  events.on('peerLeft', (id) => heard.push(`${id} left`));
  return { channel, events, heard };
}

describe('HeldEvents', () => {
  it('keeps what is announced until it is released, in its order', () => {
    const { channel, events, heard } = setUp();
    channel.join('ada');
    channel.leave('ada');
    channel.join('bob');
    expect(heard).toEqual([]);
    events.release();
    channel.leave('bob');
    expect(heard).toEqual(['ada came', 'ada left', 'bob came', 'bob left']);
  });

  it('lets what an announcement causes wait for those before it', () => {
    const { channel, events, heard } = setUp();
    events.on('peerJoined', ({ id }) => id === 'ada' && channel.leave('ada'));
    channel.join('ada');
    channel.join('bob');
    events.release();
    expect(heard).toEqual(['ada came', 'bob came', 'ada left']);
  });

  it('forgets all when it is closed, also in the midst of it', () => {
    const { channel, events, heard } = setUp();
    events.on('peerJoined', () => events.close());
    channel.join('ada');
    channel.join('bob');
    events.release();
    channel.join('cem');
    expect([heard, channel.listenerCount()]).toEqual([['ada came'], 0]);
  });
});
