import { change as changeIn, advanceTo, insert, isBehind, replace, skipHole } from './log.js';
import { byRoomId, current } from './state.js';

const PAGE = 50;
const FILL = 100;
const READ_PAUSE = 1000;

/**
 * Fills the log of a conversation with pages, missing ranges and live events. The only module that
 * writes to a log.
 */
export function createHistory({ store, connection, session }) {
  const { state, change } = store;
  const filling = new Set();
  const reading = new Set();
  const marks = new Map();
  let marksKnown = true;

  /** Removes pending messages that have arrived in the stream. */
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

  /** Takes the page of a `join_room` or of the first `get_history`. */
  function take(conversation, page) {
    const { log } = conversation;
    change(() => {
      if (page.recovered === true && log.loaded && log.epoch === (page.epoch ?? null)) {
        for (const message of page.changed ?? []) changeIn(log, message);
        for (const message of page.messages) insert(log, message);
        advanceTo(log, page.rev);
      } else {
        replace(log, page);
        conversation.lastSeq = page.lastSeq ?? 0;
        conversation.readSeq = Math.min(conversation.readSeq, conversation.lastSeq);
      }
      arrived(conversation, page.lastSeq);
    });
    if (log.head < (page.lastSeq ?? 0)) fill(conversation);
  }

  /**
   * Requests a page and applies it. Events that arrived during the request may or may not be in the
   * page, so they are applied again on top of it.
   */
  async function ask(conversation, event, payload, use) {
    const asked = { conversation, meanwhile: [] };
    reading.add(asked);
    try {
      const page = await connection.request(event, { roomId: conversation.roomId, ...payload });
      change(() => {
        use(page);
        for (const again of asked.meanwhile) again(conversation.log);
        settle(conversation);
      });
      return page;
    } finally {
      reading.delete(asked);
    }
  }

  function read(conversation, payload, use) {
    return ask(conversation, 'get_history', payload, use);
  }

  function applyToPagesUnderWay(conversation, apply) {
    for (const asked of reading)
      if (asked.conversation === conversation) asked.meanwhile.push(apply);
  }

  /** Reloads the loaded messages: changes to them were missed. */
  async function refresh(conversation) {
    const { log } = conversation;
    let after = (log.messages[0]?.seq ?? 1) - 1;
    while (after < log.head) {
      const page = await read(conversation, { after, limit: FILL }, ({ epoch, messages }) => {
        if ((epoch ?? null) === log.epoch) for (const message of messages) changeIn(log, message);
      });
      after = page.messages.at(-1)?.seq ?? log.head;
    }
  }

  /** Loads the messages between `head` and the newest known message. */
  async function fill(conversation) {
    const { log } = conversation;
    if (filling.has(conversation)) return;
    filling.add(conversation);
    try {
      let target;
      do {
        const page = await read(conversation, { after: log.head, limit: FILL }, (found) => {
          if ((found.epoch ?? null) !== log.epoch) return;
          const before = log.head;
          for (const message of found.messages) insert(log, message);
          if (log.head === before) skipHole(log);
          arrived(conversation, found.lastSeq);
        });
        if ((page.epoch ?? null) !== log.epoch) {
          await read(conversation, { limit: PAGE }, (newest) => take(conversation, newest));
          return;
        }
        target = page.messages.length > 0 ? page.lastSeq : log.head;
      } while (log.head < target || isBehind(log));
    } catch {
      // The connection was lost: the next join continues from `head`.
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
    if (state.conversations.get(conversation.key) !== conversation) return; // the user has signed out
    try {
      await connection.request('mark_read', {
        roomId: conversation.roomId,
        seq: conversation.readSeq,
      });
    } catch (error) {
      // The server has no read marks: this tab remembers them itself.
      if (error.code === 'UNKNOWN_EVENT') marksKnown = false;
    }
  }

  document.addEventListener('visibilitychange', () => {
    const open = current(state);
    if (open) markRead(open);
  });

  return {
    /** Joins a room and takes its page. */
    async join(room, position, joined) {
      await ask(room, 'join_room', position, (page) => {
        joined();
        take(room, page);
      });
    },
    fill,
    markRead,
    settle,

    /** Takes a live message. Returns whether it is new. */
    receive(roomId, message) {
      const conversation = byRoomId(state, roomId);
      if (!conversation) return false;
      applyToPagesUnderWay(conversation, (log) => {
        insert(log, message);
        advanceTo(log, message.rev);
      });
      const isNew = change(() => {
        const added = conversation.log.loaded
          ? insert(conversation.log, message)
          : message.seq > conversation.lastSeq;
        advanceTo(conversation.log, message.rev);
        arrived(conversation, message.seq);
        return added;
      });
      if (isBehind(conversation.log)) fill(conversation);
      return isNew;
    },

    /** Takes a live change of a message; `apply` makes it in the log. */
    revise({ roomId, rev }, apply) {
      const conversation = byRoomId(state, roomId);
      if (!conversation) return;
      applyToPagesUnderWay(conversation, apply);
      change(() => {
        apply(conversation.log);
        advanceTo(conversation.log, rev);
      });
    },

    async older(conversation) {
      const before = conversation.log.messages[0]?.seq;
      if (conversation.loadingOlder || before === undefined) return;
      change(() => (conversation.loadingOlder = true));
      try {
        await read(conversation, { before, limit: PAGE }, (page) => {
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
     * Loads the newest page of a conversation that is not joined (direct messages), or what was
     * missed of it.
     */
    async catchUp(conversation) {
      if (conversation.log.loaded) {
        await refresh(conversation);
        return fill(conversation);
      }
      let heard;
      await read(conversation, { limit: PAGE }, (page) => {
        heard = conversation.lastSeq; // events may be newer than the page
        take(conversation, page);
      });
      if (heard > conversation.log.head) await fill(conversation);
    },
  };
}
