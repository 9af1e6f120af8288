import { Roster } from './roster.js';
import { byRoomId } from './state.js';

const PAGES = 5;
const TYPING_ENDS_AFTER = 6000;

/** Online users, room members, typing users, and the search for people. */
export function createPeople({ store, connection }) {
  const { state, change } = store;

  function inRoom(event, handle) {
    connection.on(event, (data) => {
      const room = byRoomId(state, data.roomId);
      if (room) change(() => handle(room, data));
    });
  }

  function endTyping(room, userId) {
    clearTimeout(room.typing.get(userId)?.timer);
    room.typing.delete(userId);
  }

  function count(room) {
    room.online = room.members.names.size;
  }

  async function read(roster, event, payload, field) {
    try {
      await roster.read(async (cursor) => {
        const page = await connection.request(event, { ...payload, ...(cursor ? { cursor } : {}) });
        return { people: page[field], next: page.next };
      }, PAGES);
    } catch {
      roster.isWhole = false; // it is reloaded on the next connect; until then events keep it current
    }
  }

  connection.on('user_online', (user) => change(() => state.online.come(user)));
  connection.on('user_offline', (user) => change(() => state.online.go(user)));
  inRoom('user_joined_room', (room, user) => {
    if (!room.members) return;
    room.members.come(user);
    count(room);
  });
  inRoom('user_left_room', (room, user) => {
    endTyping(room, user.userId);
    if (!room.members) return;
    room.members.go(user);
    count(room);
  });
  inRoom('user_typing', (room, { userId, username, isTyping }) => {
    endTyping(room, userId);
    if (!isTyping) return;
    // The event that ends typing can be lost, so it also expires.
    const timer = setTimeout(() => change(() => room.typing.delete(userId)), TYPING_ENDS_AFTER);
    room.typing.set(userId, { username, timer });
  });

  return {
    endTyping,

    async loadOnline() {
      await read(state.online, 'online_users', {}, 'users');
      change(() => {});
    },

    async loadMembers(room) {
      room.members ??= new Roster();
      await read(room.members, 'room_members', { roomId: room.roomId }, 'members');
      change(() => room.members && count(room));
    },

    async search(query) {
      change(
        () => (state.search = { query, found: query ? state.search.found : null, problem: null }),
      );
      if (!query) return;
      try {
        const { users } = await connection.request('find_users', { query });
        // The result of an older search must not replace that of a newer one.
        change(() => state.search.query === query && (state.search.found = users));
      } catch (problem) {
        change(
          () =>
            state.search.query === query && Object.assign(state.search, { found: null, problem }),
        );
      }
    },
  };
}
