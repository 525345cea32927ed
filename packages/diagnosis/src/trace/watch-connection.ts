import { Disposables, type Undo } from '@remotemedia/base';
import { familyOf } from '../preflight/address-family.ts';
import type { Pseudonyms } from '../redact/pseudonyms.ts';
import { tapCalls, tellCandidate } from './tap-calls.ts';
import type { EmitEvent } from './trace-event.ts';

/** Tells of everything that a connection is asked and says, without keeping it alive or changing what it does. */
export function watchConnection(connection: RTCPeerConnection, names: Pseudonyms, emit: EmitEvent): Undo {
  const undo = new Disposables();
  const on = (name: string, tell: (event: Event) => void) => undo.listen(connection, name, tell);
  undo.add(tapCalls(connection, names, emit));
  on('connectionstatechange', () => emit('on.connectionState', connection.connectionState));
  on('iceconnectionstatechange', () => emit('on.iceConnectionState', connection.iceConnectionState));
  on('icegatheringstatechange', () => emit('on.iceGatheringState', connection.iceGatheringState));
  on('signalingstatechange', () => emit('on.signalingState', connection.signalingState));
  on('negotiationneeded', () => emit('on.negotiationNeeded'));
  on('icecandidate', (event) => {
    emit('on.candidate', tellCandidate((event as RTCPeerConnectionIceEvent).candidate, names) ?? { kind: 'end' });
  });
  on('icecandidateerror', (event) => {
    const { errorCode, url, address } = event as RTCPeerConnectionIceErrorEvent;
    const [, scheme = 'unknown'] = /^(stuns?|turns?):/.exec(url ?? '') ?? [];
    emit('on.candidateError', { errorCode, scheme, family: familyOf(address) });
  });
  on('track', (event) => {
    const { track, transceiver } = event as RTCTrackEvent;
    emit('on.track', { kind: track.kind, direction: transceiver.direction });
  });
  on('datachannel', (event) => {
    const { channel } = event as RTCDataChannelEvent;
    const { ordered, maxRetransmits, maxPacketLifeTime } = channel;
    emit('on.dataChannel', { channel: names.of('channel', channel.label), ordered, maxRetransmits, maxPacketLifeTime });
  });
  return () => undo.dispose();
}
