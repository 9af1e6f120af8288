import { byRoomId, newConversation } from './state.js';

const PAGES = 5;
const OLD_AFTER = 15_000;

/** The list of rooms and direct conversations, without their messages. */
export function createRooms({ store, connection, session }) {
  const { state, change } = store;
  let newest = 0;
  let refreshing = null;
  let refreshedAt = 0;

  function note(room, rank) {
    const kind = room.visibility === 'direct' ? 'direct' : 'room';
    let known = byRoomId(state, room.roomId);
    if (!known) {
      known = newConversation(kind, `${kind}:${room.roomId}`, { roomId: room.roomId });
      state.conversations.set(known.key, known);
    }
    known.name = room.name || known.name || room.roomId;
    known.topic = room.topic ?? known.topic;
    known.role = room.role ?? null;
    known.online = room.online ?? known.online;
    known.lastSeq = Math.max(known.lastSeq, room.lastSeq ?? 0);
    // The server's read mark or this tab's, whichever is greater.
    known.readSeq = Math.max(
      known.readSeq,
      (room.lastSeq ?? 0) - (room.unread ?? 0),
      session.seen(room.roomId),
    );
    known.rank = rank;
    return known;
  }

  async function load(query, pages) {
    const rooms = [];
    let cursor = query.cursor;
    do {
      const page = await connection.request('list_rooms', {
        ...query,
        ...(cursor ? { cursor } : {}),
      });
      rooms.push(...page.rooms);
      cursor = page.next ?? null;
    } while (cursor && --pages > 0);
    return { rooms, next: cursor };
  }

  async function refreshNow() {
    refreshedAt = Date.now();
    try {
      const [open, direct] = await Promise.all([load({}, 1), load({ direct: true }, PAGES)]);
      change(() => {
        open.rooms.forEach(note);
        direct.rooms.map((room) => ({ ...room, visibility: 'direct' })).forEach(note);
        state.nextRooms = open.next;
        state.roomsLoaded = true;
        state.roomsProblem = null;
      });
    } catch (error) {
      if (!error.isOffline) change(() => (state.roomsProblem = error));
    }
  }

  function refresh() {
    refreshing ??= refreshNow().finally(() => (refreshing = null));
    return refreshing;
  }

  connection.on('room_created', (room) => {
    // The creator receives it too, possibly before the ack: keep the role that is known.
    change(() => note({ ...room, role: byRoomId(state, room.roomId)?.role }, --newest));
  });

  return {
    /**
     * Loads the first page of rooms and all direct conversations; concurrent calls share one request.
     */
    refresh,
    /** Reloads an old list: the counts of rooms that this tab has not joined are as old as the list. */
    refreshIfOld() {
      if (connection.isConnected && Date.now() - refreshedAt > OLD_AFTER) refresh();
    },
    async more() {
      const from = state.conversations.size;
      try {
        const page = await load({ cursor: state.nextRooms }, 1);
        change(() => {
          page.rooms.forEach((room, index) => note(room, from + index));
          state.nextRooms = page.next;
        });
      } catch (error) {
        change(() => (state.roomsProblem = error));
      }
    },
    /** Creates a room. Throws a RequestError that the dialog shows. */
    async create({ name, topic }) {
      const ack = await connection.request('create_room', {
        name,
        visibility: 'public',
        ...(topic ? { topic } : {}),
      });
      return change(() => note({ roomId: ack.roomId, name, topic, role: 'owner' }, --newest));
    },
  };
}
