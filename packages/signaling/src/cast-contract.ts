import type { ReconnectionPolicy, SdkError, Undo } from '@remotemedia/base';
import { afterEach, beforeEach } from 'vitest';
import { type PeerCapabilities, type PeerId, toPeerId } from './peer-info.ts';
import type { CandidateSignal, JoinResult, SignalingChannel, SignalingState } from './signaling-channel.ts';

/** What the contract needs to be run over an implementation. */
export interface ContractEnvironment {
  /** Makes a channel that meets the others of this environment. Rooms hold ten peers. */
  createChannel(options?: { policy?: ReconnectionPolicy }): SignalingChannel;
  /** Breaks the way of every channel to the others for a moment, without anyone saying goodbye. */
  interrupt(): Promise<void> | void;
  /** Lets nothing through until the returned function is called; whoever tries is kept waiting. */
  blackHole(): Undo;
  /** Forgets everybody without a goodbye, as a server that crashed and was started again. */
  restart(): Promise<void> | void;
  /** Refuses whoever wants to enter with `error` until the returned function is called. */
  refuse(error: SdkError): Undo;
  /** Lets go of everything; called after all channels were closed. */
  close(): Promise<void>;
}

/** What the members can do. */
export const CAPABILITIES: PeerCapabilities = { audio: true, video: false, data: true };
/** How long is waited for what has to happen. */
export const WAIT = { timeout: 8_000, interval: 5 };

/** A channel and all it said. */
export interface Member {
  readonly channel: SignalingChannel;
  readonly heard: string[];
  readonly states: SignalingState['kind'][];
  /** What it found when it entered anew. */
  readonly rejoined: JoinResult[];
}

/** Who a test of the contract has to do with. */
export interface Cast {
  /** Where the test runs. */
  readonly environment: ContractEnvironment;
  /** Makes a channel. */
  member(policy?: ReconnectionPolicy): Member;
  /** Enters a room. */
  join(member: Member, id: string, room?: string): Promise<JoinResult>;
  /** Makes a channel and enters a room. */
  joined(id: string, room?: string): Promise<Member>;
}

/** A candidate with this text. */
export const candidate = (text: string): CandidateSignal => ({
  type: 'candidate',
  candidate: text,
  sdpMid: '0',
  sdpMLineIndex: 0,
});
/** A peer id. */
export const id = (text: string): PeerId => toPeerId(text);

/** Has each test of a suite run in an environment of its own. */
export function castOf(open: () => Promise<ContractEnvironment>): Cast {
  let environment: ContractEnvironment;
  const channels: SignalingChannel[] = [];

  beforeEach(async () => {
    environment = await open();
  });

  afterEach(async () => {
    await Promise.all(channels.splice(0).map((channel) => channel.close()));
    await environment.close();
  });

  function member(policy?: ReconnectionPolicy): Member {
    const channel = environment.createChannel(policy && { policy });
    channels.push(channel);
    return listening(channel);
  }

  function join({ channel }: Member, name: string, room = 'contract'): Promise<JoinResult> {
    return channel.join({ room, peerId: id(name), displayName: name.toUpperCase(), capabilities: CAPABILITIES });
  }

  async function joined(name: string, room?: string): Promise<Member> {
    const made = member();
    await join(made, name, room);
    return made;
  }

  return {
    get environment() {
      return environment;
    },
    member,
    join,
    joined,
  };
}

function listening(channel: SignalingChannel): Member {
  const made: Member = { channel, heard: [], states: [], rejoined: [] };
  const { heard } = made;
  channel.on('peerJoined', ({ id: name, displayName }) => heard.push(`joined ${name} "${displayName}"`));
  channel.on('peerLeft', (name) => heard.push(`left ${name}`));
  channel.on('dismissed', (name) => heard.push(`dismissed ${name}`));
  channel.on('peerUpdated', ({ id: name, presence, metadata }) => {
    heard.push(`updated ${name} ${presence} ${metadata['mood'] ?? '-'}`);
  });
  channel.on('signal', ({ from, signal }) => {
    heard.push(`${signal.type} ${from}${signal.type === 'candidate' ? ` ${signal.candidate}` : ''}`);
  });
  channel.on('stateChange', ({ kind }) => made.states.push(kind));
  channel.on('rejoined', (result) => made.rejoined.push(result));
  return made;
}
