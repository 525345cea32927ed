import { create, toBinary } from '@bufbuild/protobuf';
import { type ClusterRoom, ClusterRoomSchema } from '@remotemedia/protocol/cluster';

/** About how much of a frame rooms may fill, in bytes; half of what the bus carries. */
const MAX_ROOMS_BYTES = 500_000;

/** Deals rooms out to frames that the bus can carry. A room that is too big for one is cut, and not whole then. */
export function inFrames(rooms: readonly ClusterRoom[]): ClusterRoom[][] {
  const frames: ClusterRoom[][] = [];
  let [frame, sizeBytes]: [ClusterRoom[], number] = [[], 0];
  for (const room of rooms.flatMap(cut)) {
    const addedBytes = toBinary(ClusterRoomSchema, room).length;
    if (frame.length > 0 && sizeBytes + addedBytes > MAX_ROOMS_BYTES) {
      frames.push(frame);
      [frame, sizeBytes] = [[], 0];
    }
    frame.push(room);
    sizeBytes += addedBytes;
  }
  return frame.length > 0 ? [...frames, frame] : frames;
}

function cut(room: ClusterRoom): ClusterRoom[] {
  if (toBinary(ClusterRoomSchema, room).length <= MAX_ROOMS_BYTES || room.members.length < 2) return [room];
  const middle = room.members.length >> 1;
  const halves = [room.members.slice(0, middle), room.members.slice(middle)];
  return halves.flatMap((members) => cut(create(ClusterRoomSchema, { name: room.name, isWhole: false, members })));
}
