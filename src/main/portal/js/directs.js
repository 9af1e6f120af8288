import { byRoomId, isMe, newConversation } from './state.js';

/**
 * Direct conversations. Messages are sent to users, while the list and the history know rooms that
 * are named after the other user: this module maps one to the other.
 */
export function createDirects({ store, connection, session, rooms, history, announce }) {
  const { state, change } = store;

  function all() {
    return [...state.conversations.values()].filter(
      (conversation) => conversation.kind === 'direct',
    );
  }

  function withPeer(userId) {
    return all().find((conversation) => conversation.peerId === userId);
  }

  function create(facts) {
    const key = facts.roomId ? `direct:${facts.roomId}` : `direct-to:${facts.peerId}`;
    const conversation = newConversation('direct', key, {
      rank: Number.MIN_SAFE_INTEGER,
      ...facts,
    });
    state.conversations.set(key, conversation);
    return conversation;
  }

  /** Finds the other user: the author of a message, or the only user with that name. */
  async function identify(conversation) {
    if (conversation.peerId !== null) return;
    const theirs = conversation.log.messages.find(
      (message) => message.userId && !isMe(state, message.userId),
    );
    let peerId = theirs?.userId ?? null;
    if (peerId === null) {
      const { users } = await connection.request('find_users', { query: conversation.name });
      const same = users.filter(
        (user) => user.username === conversation.name && !isMe(state, user.userId),
      );
      if (same.length === 1) peerId = same[0].userId;
    }
    change(() => (conversation.peerId = peerId));
    if (state.current === conversation.key) session.remember(conversation);
  }

  /** Sets the room of a conversation after its first message was stored. */
  async function giveRoom(conversation, roomId) {
    const listed = byRoomId(state, roomId);
    change(() => {
      if (listed) state.conversations.delete(listed.key);
      conversation.roomId = roomId;
      conversation.readSeq = session.seen(roomId);
    });
    if (state.current === conversation.key) session.remember(conversation);
    await history.catchUp(conversation);
  }

  connection.on('direct_message', async (event) => {
    const mine = isMe(state, event.senderId);
    const peerId = mine ? event.recipientId : event.senderId;
    const message = { ...event, userId: event.senderId, username: event.senderUsername };
    let conversation = byRoomId(state, event.roomId) ?? withPeer(peerId);
    if (!conversation) {
      // The event of a message that this user sent in another window lacks the recipient's name; the
      // list has it.
      const name = mine ? (state.online.names.get(peerId) ?? '') : event.senderUsername;
      conversation = change(() =>
        create({ roomId: event.roomId, peerId, name, readSeq: event.seq - 1 }),
      );
      if (!name) rooms.refresh();
    }
    change(() => (conversation.peerId ??= peerId));
    if (conversation.roomId === null) await giveRoom(conversation, event.roomId).catch(() => {});
    if (history.receive(event.roomId, message) && !mine) announce(conversation, message);
  });

  return {
    identify,

    async find({ userId, username }) {
      const known = withPeer(userId);
      if (known) return known;
      // The list knows the other user's name only, and two users can have the same name: look at the
      // authors of the messages.
      for (const conversation of all().filter(
        (other) => other.peerId === null && other.name === username,
      )) {
        await history.catchUp(conversation).catch(() => {});
        await identify(conversation).catch(() => {});
        if (conversation.peerId === userId) return conversation;
      }
      return change(() => create({ peerId: userId, name: username }));
    },

    /** Adds a message that this connection has sent: no event follows its ack. */
    async stored(conversation, message) {
      try {
        if (conversation.roomId === null) await giveRoom(conversation, message.roomId);
      } catch {
        return; // the next connect loads it
      }
      history.receive(message.roomId, message);
    },
  };
}
