import { RequestError } from './connection.js';
import { newId } from './ids.js';

/**
 * Outgoing messages. A message stays in `pending` until it arrives in the stream, so it is never
 * shown twice, and it keeps its `clientMessageId` through all retries, so the server never stores it
 * twice.
 *
 * `status`: "sending" (also while there is no connection), "sent" (stored, not yet in the stream),
 * "failed".
 */
export function createSending({ store, connection, history, onDirectStored }) {
  const { state, change } = store;

  function isReady(conversation) {
    return connection.isConnected && (conversation.kind === 'direct' || conversation.joined);
  }

  async function transmit(conversation, message) {
    if (message.inFlight || !isReady(conversation)) return;
    message.inFlight = true;
    const { text, clientMessageId } = message;
    try {
      if (conversation.kind === 'direct') {
        if (conversation.peerId === null) throw new RequestError({ code: 'USER_NOT_FOUND' });
        const ack = await connection.request('direct_message', {
          recipientId: conversation.peerId,
          text,
          clientMessageId,
        });
        stored(conversation, message, ack);
        // The sending connection gets no event for it, only the ack.
        onDirectStored(conversation, {
          ...ack,
          id: ack.messageId,
          text,
          clientMessageId,
          ...state.me,
        });
      } else {
        stored(
          conversation,
          message,
          await connection.request('send_message', {
            roomId: conversation.roomId,
            text,
            clientMessageId,
          }),
        );
      }
    } catch (error) {
      if (!error.isOffline) change(() => fail(conversation, message, error));
    } finally {
      message.inFlight = false;
    }
  }

  function stored(conversation, message, ack) {
    change(() => {
      Object.assign(message, {
        status: 'sent',
        messageId: ack.messageId,
        seq: ack.seq,
        error: null,
      });
      history.settle(conversation);
    });
  }

  function fail(conversation, message, error) {
    Object.assign(message, { status: 'failed', error });
    if (error.code === 'NOT_IN_ROOM') conversation.joined = false;
  }

  return {
    send(conversation, text) {
      const message = {
        clientMessageId: newId(),
        messageId: null,
        seq: null,
        text,
        timestamp: new Date().toISOString(),
        status: 'sending',
        error: null,
        inFlight: false,
      };
      change(() => conversation.pending.push(message));
      return transmit(conversation, message);
    },
    /** Sends, in order, the messages that waited for the connection. */
    flush(conversation) {
      for (const message of conversation.pending)
        if (message.status === 'sending') transmit(conversation, message);
    },
    retry(conversation, message) {
      change(() => Object.assign(message, { status: 'sending', error: null }));
      return transmit(conversation, message);
    },
    discard(conversation, message) {
      change(
        () => (conversation.pending = conversation.pending.filter((other) => other !== message)),
      );
    },
  };
}
