import { create } from '@bufbuild/protobuf';
import { PeerInfoSchema } from '@remotemedia/protocol/webrtc';
import { expect, test } from 'vitest';
import { peerDisconnected, peerJoined, peerLeft } from './notices.ts';
import { Roster } from './roster.ts';

test('who came or went already is no news', () => {
  const roster = new Roster(['ada']);
  const joined = (peerId: string) => roster.note(peerJoined(create(PeerInfoSchema, { peerId })));
  expect([joined('ada'), joined('bob'), joined('bob')]).toEqual([false, true, false]);
  expect([roster.note(peerLeft('ada')), roster.note(peerLeft('ada'))]).toEqual([true, false]);
  expect(roster.note(peerDisconnected('bob'))).toBe(true);
  expect(roster.ids).toEqual(['bob']);
});
