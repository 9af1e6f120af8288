import { change as changeIn, erase, react } from './log.js';
import { isMe } from './state.js';

/**
 * Edits, deletions and reactions, by this user and by others.
 *
 * `conversation.change` is the change that this user is making, one at a time. Its result arrives as
 * an event of the stream, like the changes of others.
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

    /** Sends the new text of the message that is being edited. */
    edit(conversation, message, text) {
      if (text === message.text) this.cancel(conversation);
      else ask(conversation, conversation.change, 'edit_message', { text });
    },
    delete: (conversation) => ask(conversation, conversation.change, 'delete_message', {}),

    /** Adds a reaction, or removes it if this user has already given it. */
    react(conversation, message, emoji) {
      const mine = (message.reactions ?? []).some((it) => it.emoji === emoji && it.mine);
      // Not stored in `conversation.change`: an open form stays open.
      ask(conversation, intent('react', message), 'react', {
        emoji,
        ...(mine ? { remove: true } : {}),
      });
    },
  };
}
