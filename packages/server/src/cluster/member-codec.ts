import { create } from '@bufbuild/protobuf';
import { isPeerId } from '@remotemedia/protocol';
import { type ClusterMember, ClusterMemberSchema, ClusterPhase } from '@remotemedia/protocol/cluster';
import { toNumber } from './frames.ts';
import type { MemberState } from './remote-member.ts';
import { isName } from './subjects.ts';

/** What another instance says of one of its members. */
export interface SaidMember extends MemberState {
  /** Whether it is out again. */
  readonly isGone: boolean;
  /** Who has it, if not the one who says so. */
  readonly home: string | undefined;
}

/** For the wire. @param homeInstanceId who has it, if not the one who says so */
export function encodeMember(state: MemberState, isGone: boolean = false, homeInstanceId: string = ''): ClusterMember {
  const { stayId, info, replaces, isResumable, isAttached } = state;
  const flags = { replaces, isResumable, isAttached };
  const phase = isGone ? ClusterPhase.GONE : state.isIn ? ClusterPhase.ENTERED : ClusterPhase.ENTERING;
  const numbers = { enteredAtMs: BigInt(state.enteredAtMs), epoch: BigInt(state.epoch) };
  return create(ClusterMemberSchema, { stayId, info, phase, homeInstanceId, ...flags, ...numbers });
}

/** From the wire; `undefined` for what can be no member. */
export function decodeMember(member: ClusterMember): SaidMember | undefined {
  const { stayId, info, phase, replaces, isResumable, isAttached } = member;
  if (!info || !isPeerId(info.peerId) || !isName(stayId)) return undefined;
  if (phase < ClusterPhase.ENTERING || phase > ClusterPhase.GONE) return undefined;
  const [isIn, isGone] = [phase === ClusterPhase.ENTERED, phase === ClusterPhase.GONE];
  const numbers = { enteredAtMs: toNumber(member.enteredAtMs), epoch: toNumber(member.epoch) };
  const home = isName(member.homeInstanceId) ? member.homeInstanceId : undefined;
  const flags = { replaces, isResumable, isAttached, isIn, isGone };
  return { stayId, info, home, ...flags, ...numbers };
}
