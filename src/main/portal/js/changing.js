import { change as changeIn, erase, react } from './log.js';
import { isMe } from './state.js';

/**
 * What becomes of messages after they were sent: editing, deleting, reacting, by me and by others.
 *
 * `conversation.change` is what I am about to do to a message, one at a time. What came of it is
 * seen in the stream, as what others do is.
 */
export function createChanging({ store, connection, history }) {
  const { state, change } = store;

  connection.on('message_edited', (message) =>
    history.revise(message, (log) => changeIn(log, message)),
  );
  connection.on('message_deleted', (message) =>
    history.revise(message, (log) => erase(log, message)),
  );
  connection.on('reaction', (event) =>
    history.revise(event, (log) => react(log, event, isMe(state, event.userId))),
  );

  function begin(conversation, kind, { id }) {
    change(() => (conversation.change = { kind, id, busy: false, error: null }));
  }

  async function ask(conversation, event, payload) {
    const asked = conversation.change;
    if (asked.busy) return;
    change(() => Object.assign(asked, { busy: true, error: null }));
    let error = null;
    try {
      await connection.request(event, { messageId: asked.id, ...payload });
    } catch (problem) {
      error = problem;
    }
    change(() => {
      Object.assign(asked, { busy: false, error });
      if (!error && conversation.change === asked) conversation.change = null;
    });
  }

  return {
    startEdit: (conversation, message) => begin(conversation, 'edit', message),
    startDelete: (conversation, message) => begin(conversation, 'delete', message),
    cancel: (conversation) => change(() => (conversation.change = null)),

    /** Gives the message that is being edited its new text. */
    edit(conversation, message, text) {
      if (text === message.text) this.cancel(conversation);
      else ask(conversation, 'edit_message', { text });
    },
    delete: (conversation) => ask(conversation, 'delete_message', {}),

    /** Gives a message an emoji, or takes it back if it has mine. */
    react(conversation, message, emoji) {
      const mine = (message.reactions ?? []).some((it) => it.emoji === emoji && it.mine);
      begin(conversation, 'react', message);
      ask(conversation, 'react', { emoji, ...(mine ? { remove: true } : {}) });
    },
  };
}
