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

  function intent(kind, { id }) {
    return { kind, id, busy: false, error: null };
  }

  function begin(conversation, kind, message) {
    change(() => (conversation.change = intent(kind, message)));
  }

  async function ask(conversation, asked, event, payload) {
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
      if (error) conversation.change ??= asked;
      else if (conversation.change === asked) conversation.change = null;
    });
  }

  return {
    startEdit: (conversation, message) => begin(conversation, 'edit', message),
    startDelete: (conversation, message) => begin(conversation, 'delete', message),
    cancel: (conversation) => change(() => (conversation.change = null)),

    /** Gives the message that is being edited its new text. */
    edit(conversation, message, text) {
      if (text === message.text) this.cancel(conversation);
      else ask(conversation, conversation.change, 'edit_message', { text });
    },
    delete: (conversation) => ask(conversation, conversation.change, 'delete_message', {}),

    /** Gives a message an emoji, or takes it back if it has mine. */
    react(conversation, message, emoji) {
      const mine = (message.reactions ?? []).some((it) => it.emoji === emoji && it.mine);
      // Not begun as the others are: a form that is open stays.
      ask(conversation, intent('react', message), 'react', {
        emoji,
        ...(mine ? { remove: true } : {}),
      });
    },
  };
}
