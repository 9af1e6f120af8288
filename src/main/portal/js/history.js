import { insert, isBehind, replace, skipHole } from './log.js';
import { byRoomId, current } from './state.js';

const PAGE = 50;
const FILL = 100;
const READ_PAUSE = 1000;

/**
 * Reads messages into a conversation's log: pages, holes, live ones. The only module that writes to
 * a log.
 */
export function createHistory({ store, connection, session }) {
  const { state, change } = store;
  const filling = new Set();
  const marks = new Map();
  let marksKnown = true;

  /** What was waiting to be seen in the stream is there now. */
  function settle(conversation) {
    const { messages, head, loaded } = conversation.log;
    const seen = new Set();
    for (const { id, clientMessageId } of messages) seen.add(id).add(clientMessageId);
    conversation.pending = conversation.pending.filter(
      (sent) =>
        !seen.has(sent.clientMessageId) &&
        !seen.has(sent.messageId) &&
        !(loaded && sent.seq !== null && sent.seq <= head),
    );
  }

  function arrived(conversation, lastSeq) {
    conversation.lastSeq = Math.max(
      conversation.lastSeq,
      lastSeq ?? 0,
      conversation.log.messages.at(-1)?.seq ?? 0,
    );
    settle(conversation);
    if (conversation === current(state)) markRead(conversation);
  }

  /** A page that answers `join_room` or the first `get_history`. */
  function take(conversation, page) {
    const { log } = conversation;
    change(() => {
      if (page.recovered === true && log.loaded && log.epoch === (page.epoch ?? null)) {
        for (const message of page.messages) insert(log, message);
      } else {
        replace(log, page);
        conversation.lastSeq = page.lastSeq ?? 0;
        conversation.readSeq = Math.min(conversation.readSeq, conversation.lastSeq);
      }
      arrived(conversation, page.lastSeq);
    });
    if (log.head < (page.lastSeq ?? 0)) fill(conversation);
  }

  /** Fetches what lies between `head` and the newest known message. */
  async function fill(conversation) {
    const { log, roomId } = conversation;
    if (filling.has(conversation)) return;
    filling.add(conversation);
    try {
      let target;
      do {
        const page = await connection.request('get_history', {
          roomId,
          after: log.head,
          limit: FILL,
        });
        if ((page.epoch ?? null) !== log.epoch) {
          const newest = await connection.request('get_history', { roomId, limit: PAGE });
          take(conversation, newest);
          return;
        }
        const before = log.head;
        change(() => {
          for (const message of page.messages) insert(log, message);
          if (log.head === before) skipHole(log);
          arrived(conversation, page.lastSeq);
        });
        target = page.messages.length > 0 ? page.lastSeq : log.head;
      } while (log.head < target || isBehind(log));
    } catch {
      // The connection went: the next join continues from `head`.
    } finally {
      filling.delete(conversation);
    }
  }

  function markRead(conversation) {
    const seq = conversation.log.messages.at(-1)?.seq ?? 0;
    if (
      document.visibilityState !== 'visible' ||
      seq <= conversation.readSeq ||
      !conversation.roomId
    )
      return;
    change(() => (conversation.readSeq = seq));
    session.markSeen(conversation.roomId, seq);
    if (!marksKnown || marks.has(conversation.roomId)) return;
    marks.set(conversation.roomId, setTimeout(tellMark, READ_PAUSE, conversation));
  }

  async function tellMark(conversation) {
    marks.delete(conversation.roomId);
    if (state.conversations.get(conversation.key) !== conversation) return; // signed out meanwhile
    try {
      await connection.request('mark_read', {
        roomId: conversation.roomId,
        seq: conversation.readSeq,
      });
    } catch (error) {
      // A server without read marks: this tab's own memory has to do.
      if (error.code === 'UNKNOWN_EVENT') marksKnown = false;
    }
  }

  document.addEventListener('visibilitychange', () => {
    const open = current(state);
    if (open) markRead(open);
  });

  return {
    take,
    fill,
    markRead,
    settle,

    /** A message that came by itself. True if it is new here. */
    receive(roomId, message) {
      const conversation = byRoomId(state, roomId);
      if (!conversation) return false;
      const isNew = change(() => {
        const added = conversation.log.loaded
          ? insert(conversation.log, message)
          : message.seq > conversation.lastSeq;
        arrived(conversation, message.seq);
        return added;
      });
      if (isBehind(conversation.log)) fill(conversation);
      return isNew;
    },

    async older(conversation) {
      const before = conversation.log.messages[0]?.seq;
      if (conversation.loadingOlder || before === undefined) return;
      change(() => (conversation.loadingOlder = true));
      try {
        const page = await connection.request('get_history', {
          roomId: conversation.roomId,
          before,
          limit: PAGE,
        });
        change(() => {
          for (const message of page.messages) insert(conversation.log, message);
          conversation.log.hasOlder = page.more;
          conversation.problem = null;
        });
      } catch (error) {
        change(() => (conversation.problem = { doing: 'older', error }));
      } finally {
        change(() => (conversation.loadingOlder = false));
      }
    },

    /**
     * The newest page, for a conversation that is not joined (direct messages), or what was missed
     * of it.
     */
    async catchUp(conversation) {
      if (conversation.log.loaded) return fill(conversation);
      const page = await connection.request('get_history', {
        roomId: conversation.roomId,
        limit: PAGE,
      });
      const heard = conversation.lastSeq; // events may have told of more than the page has
      take(conversation, page);
      if (heard > conversation.log.head) await fill(conversation);
    },
  };
}
