import { quickestNs } from './quickest.mjs';

const PEERS = 100_000;
const ROOMS = 2_000;
/** As many rooms as 100,000 peers fill when no more may be in one. */
const FULL_ROOMS = 100;
/** A number that has no divisor in common with the above, so that one message goes nowhere near the one before. */
const STRIDE = 7_919;

/** An offer and ten candidates go to one peer, one right after the other. */
const MESSAGES_IN_A_ROW = 11;

/**
 * The way of a message through the hub's own rooms.
 *
 * @param {new (name: string, maxPeers: number) => import('../../packages/server/src/hub/room.ts').Room} Room of the hub
 */
export function makeRouting(Room) {
  const ids = Array.from({ length: PEERS }, (_, index) => `peer-${String(index).padStart(6, '0')}-${index % 97}`);
  const roomOf = makeRooms(Room, ids, ROOMS);
  const fullRoomOf = makeRooms(Room, ids, FULL_ROOMS);
  const senders = ids.map((id, index) => ({ id, index, room: roomOf(index) }));
  return {
    /** @param {string} name */
    lookup: (name) =>
      quickestNs(
        (index) => {
          const peer = (index * STRIDE) % PEERS;
          return { room: fullRoomOf(peer), to: idFor(name, ids[peer]) };
        },
        ({ room, to }) => (room.find(to) === undefined ? 0 : 1),
      ),
    /** @param {string} name */
    route: (name) =>
      quickestNs(
        (index) => messageFor(name, senders[(Math.floor(index / MESSAGES_IN_A_ROW) * STRIDE) % PEERS], ids),
        ({ sender, to }) => {
          const receiver = to === sender.id ? undefined : sender.room.find(to);
          return receiver?.isLocal ? 1 : 0;
        },
      ),
  };
}

/**
 * @param {new (name: string, maxPeers: number) => import('../../packages/server/src/hub/room.ts').Room} Room
 * @param {string[]} ids of the peers, which are spread evenly
 * @param {number} count how many rooms
 * @returns {(index: number) => import('../../packages/server/src/hub/room.ts').Room} the room of a peer
 */
function makeRooms(Room, ids, count) {
  const rooms = Array.from({ length: count }, (_, index) => new Room(`room-${index}`, PEERS));
  for (const [index, id] of ids.entries()) rooms[index % count].put(memberOf(id));
  return (index) => rooms[index % count];
}

/** @param {string} name @param {{ index: number, room: import('../../packages/server/src/hub/room.ts').Room }} sender @param {string[]} ids */
function messageFor(name, sender, ids) {
  return { sender, to: idFor(name, ids[(sender.index + ROOMS) % PEERS]) };
}

/**
 * An id as the hub gets it, just read off the wire and never looked up; or, under `ours-known-id`, the very text that
 * the room has, as a connection would have it that remembered whom it writes to.
 *
 * @param {string} name
 * @param {string} id
 */
function idFor(name, id) {
  return name === 'ours-known-id' ? id : Buffer.from(id).toString();
}

/** @param {string} peerId */
function memberOf(peerId) {
  return { info: { peerId }, isLocal: true, stayId: peerId, notify() {} };
}
