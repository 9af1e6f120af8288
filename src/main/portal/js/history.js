import { change as changeIn, heardUpTo, insert, isBehind, replace, skipHole } from './log.js';
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
  const reading = new Set();
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
        for (const message of page.changed ?? []) changeIn(log, message);
        for (const message of page.messages) insert(log, message);
        heardUpTo(log, page.rev);
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
   * Asks for a page and uses it. What came while it was on its way may not be in it yet, or come
   * with it but be heard first, so that is done once more on top.
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

  function tellThoseWhoRead(conversation, apply) {
    for (const asked of reading)
      if (asked.conversation === conversation) asked.meanwhile.push(apply);
  }

  /** Reads what is here once more: nobody has told what became of it. */
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

  /** Fetches what lies between `head` and the newest known message. */
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
    /** Joins a room, and takes what the answer tells of it. */
    async join(room, position, joined) {
      await ask(room, 'join_room', position, (page) => {
        joined();
        take(room, page);
      });
    },
    fill,
    markRead,
    settle,

    /** A message that came by itself. True if it is new here. */
    receive(roomId, message) {
      const conversation = byRoomId(state, roomId);
      if (!conversation) return false;
      tellThoseWhoRead(conversation, (log) => {
        insert(log, message);
        heardUpTo(log, message.rev);
      });
      const isNew = change(() => {
        const added = conversation.log.loaded
          ? insert(conversation.log, message)
          : message.seq > conversation.lastSeq;
        heardUpTo(conversation.log, message.rev);
        arrived(conversation, message.seq);
        return added;
      });
      if (isBehind(conversation.log)) fill(conversation);
      return isNew;
    },

    /** Something became of a message; `apply` does it to the log. */
    revise({ roomId, rev }, apply) {
      const conversation = byRoomId(state, roomId);
      if (!conversation) return;
      tellThoseWhoRead(conversation, apply);
      change(() => {
        apply(conversation.log);
        heardUpTo(conversation.log, rev);
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
     * The newest page, for a conversation that is not joined (direct messages), or what was missed
     * of it.
     */
    async catchUp(conversation) {
      if (conversation.log.loaded) {
        await refresh(conversation);
        return fill(conversation);
      }
      let heard;
      await read(conversation, { limit: PAGE }, (page) => {
        heard = conversation.lastSeq; // events may have told of more than the page has
        take(conversation, page);
      });
      if (heard > conversation.log.head) await fill(conversation);
    },
  };
}
