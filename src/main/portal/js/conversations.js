import { emptyLog, trim } from './log.js';
import { byRoomId, current, isMe, newConversation } from './state.js';

const KEEP = 200;

/** Which conversation is open, and which rooms this tab has joined. */
export function createConversations({
  store,
  connection,
  session,
  rooms,
  history,
  sending,
  people,
  directs,
  announce,
}) {
  const { state, change } = store;

  async function join(room) {
    if (room.joining || room.joined || !connection.isConnected) return;
    change(() => {
      room.joining = true;
      room.problem = null;
    });
    const { loaded, head, rev, epoch } = room.log;
    try {
      const position = { since: head, rev, ...(epoch !== null ? { epoch } : {}) };
      await history.join(room, loaded ? position : {}, () => {
        room.joined = true;
        room.joining = false;
      });
      sending.flush(room);
      await loadMembers(room);
    } catch (error) {
      // If the connection was lost, the next connect joins. Other errors are shown to the user.
      if (!error.isOffline) change(() => (room.problem = { doing: 'join', error }));
    } finally {
      change(() => (room.joining = false));
    }
  }

  /** Loads the members of the open room only; those of other rooms are loaded when they are opened. */
  async function loadMembers(room) {
    if (room === current(state)) await people.loadMembers(room);
    else change(() => (room.members = null));
  }

  async function load(conversation) {
    if (conversation.kind === 'room') {
      if (conversation.joined && conversation.members === null) loadMembers(conversation);
      return join(conversation);
    }
    if (!connection.isConnected) return;
    change(() => (conversation.problem = null));
    try {
      if (conversation.roomId) await history.catchUp(conversation);
      await directs.identify(conversation);
      sending.flush(conversation);
    } catch (error) {
      if (!error.isOffline) change(() => (conversation.problem = { doing: 'join', error }));
    }
  }

  function open(conversation) {
    change(() => {
      const before = current(state);
      if (before && before !== conversation) trim(before.log, KEEP);
      state.current = conversation.key;
      conversation.wanted = true;
      history.markRead(conversation);
    });
    session.remember(conversation);
    rooms.refreshIfOld();
    return load(conversation);
  }

  /** Opens the conversation that was open before the page was reloaded. */
  function reopen() {
    const last = session.open;
    if (!last || state.current) return;
    change(() => {
      const conversation = newConversation(last.kind, last.key, { ...last, wanted: true });
      state.conversations.set(conversation.key, conversation);
      state.current = conversation.key;
    });
  }

  connection.on('new_message', (message) => {
    if (!history.receive(message.roomId, message)) return;
    const room = byRoomId(state, message.roomId);
    change(() => people.endTyping(room, message.userId));
    if (!isMe(state, message.userId)) announce(room, message);
  });

  connection.on('room_closed', ({ roomId }) => {
    const room = byRoomId(state, roomId);
    if (!room) return;
    change(() => {
      Object.assign(room, { joined: false, members: null });
      room.typing.clear();
      room.problem = { doing: 'write', error: { code: 'ROOM_CLOSED' } };
    });
  });

  return {
    open,
    load,
    reopen,

    /**
     * Joins again after a connect: the open conversation first, then the user's other ones.
     */
    restore() {
      const open = current(state);
      if (open) load(open);
      for (const conversation of state.conversations.values()) {
        if (conversation.wanted && conversation !== open) load(conversation);
      }
    },

    /** The connection was lost, and with it all joined rooms. */
    lost() {
      change(() => {
        for (const conversation of state.conversations.values()) {
          conversation.joined = false;
          conversation.typing.clear();
        }
      });
    },

    async leave(room) {
      try {
        if (room.joined)
          await connection.request('leave_room', { roomId: room.roomId, forget: true });
      } catch (error) {
        change(() => (room.problem = { doing: 'leave', error }));
        return;
      }
      change(() => {
        Object.assign(room, {
          wanted: false,
          joined: false,
          role: null,
          members: null,
          log: emptyLog(),
          pending: [],
          problem: null,
        });
        if (state.current === room.key) state.current = null;
      });
      session.forgetOpen();
    },
  };
}
