import { quickestNs } from './quickest.mjs';

const PEERS = 100_000;
const ROOMS = 2_000;
/** A number that has no divisor in common with the above, so that one message goes nowhere near the one before. */
const STRIDE = 7_919;

/** An offer and ten candidates go to one peer, one right after the other. */
const MESSAGES_IN_A_ROW = 11;

/**
 * The way of a message through the hub's own rooms.
 *
 * @param {new (name: string, maxPeers: number) => any} Room of the hub
 */
export function makeRouting(Room) {
  const ids = Array.from({ length: PEERS }, (_, index) => `peer-${String(index).padStart(6, '0')}-${index % 97}`);
  const idOf = (index) => ids[(index * STRIDE) % PEERS];
  const hall = new Room('hall', PEERS);
  for (const id of ids) hall.put(memberOf(id));
  const senders = ids.map((id, index) => ({ id, index, room: undefined }));
  const rooms = Array.from({ length: ROOMS }, (_, index) => new Room(`room-${index}`, PEERS));
  for (const sender of senders) {
    sender.room = rooms[sender.index % ROOMS];
    sender.room.put(memberOf(sender.id));
  }
  return {
    /** @param {string} name */
    lookup: (name) =>
      quickestNs(
        (index) => idFor(name, idOf(index)),
        (id) => (hall.find(id) === undefined ? 0 : 1),
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

/** @param {string} name @param {{ index: number, room: any }} sender @param {string[]} ids */
function messageFor(name, sender, ids) {
  return { sender, to: idFor(name, ids[(sender.index + ROOMS) % PEERS]) };
}

/**
 * An id that the connection has used before, or one that has just been read off the wire and was never looked up.
 *
 * @param {string} name
 * @param {string} id
 */
function idFor(name, id) {
  return name === 'ours-new-id' ? Buffer.from(id).toString() : id;
}

/** @param {string} peerId */
function memberOf(peerId) {
  return { info: { peerId }, isLocal: true, stayId: peerId, notify() {} };
}
