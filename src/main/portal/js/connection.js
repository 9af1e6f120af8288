import { io } from '/vendor/socket.io.esm.min.js';
import { TokenError } from './tokens.js';

const ANSWER_WITHIN = 10_000;

/**
 * A request failed: with the server's error, or without a reply (`OFFLINE`, `TIMEOUT`).
 */
export class RequestError extends Error {
  constructor({ code, message, violations = [], retryAfter = null }) {
    super(message);
    this.code = code;
    this.violations = violations;
    this.retryAfter = retryAfter;
  }

  /** The connection was lost: the request can be repeated after the next connect. */
  get isOffline() {
    return this.code === 'OFFLINE';
  }
}

/**
 * The connection to the namespace `/chat`. It uses socket.io-client, which reconnects automatically
 * with growing delays.
 *
 * `onState({kind, problem})` reports `connecting`, `connected`, `reconnecting` and `refused`; the
 * last one lasts until `retry`. `onConnect` is called on every connect, including the first: rooms
 * must be joined again.
 */
export function createConnection({ onState, onConnect }) {
  const handlers = [];
  let socket = null;

  function start(getToken) {
    stop();
    let farewell = null;
    let wasConnected = false;
    const tell = (kind, problem = null) => onState({ kind, problem });
    const unreachable = (problem) => tell(wasConnected ? 'reconnecting' : 'connecting', problem);

    const own = io('/chat', {
      transports: ['websocket'],
      forceNew: true, // users must never share a connection
      autoConnect: false,
      auth: (give) => authenticate(own, getToken, give, (error) => tell('refused', error)),
    });
    socket = own;

    own.on('connect', () => {
      farewell = null;
      wasConnected = true;
      tell('connected');
      onConnect();
    });
    own.on('disconnecting_reason', (reason) => {
      farewell = reason;
    });
    own.on('disconnect', (reason) => {
      if (own.active) unreachable({ code: 'CONNECTION_LOST', message: 'The connection was lost.' });
      else if (reason !== 'io client disconnect') {
        tell('refused', {
          code: farewell?.code ?? 'DISCONNECTED',
          message: 'The server closed this connection.',
        });
      }
    });
    own.on('connect_error', (error) => {
      // `active` means that the client retries automatically; otherwise the server has refused it.
      if (own.active)
        unreachable({ code: 'UNREACHABLE', message: 'The server cannot be reached.' });
      else tell('refused', { code: error.data?.code ?? 'REFUSED', message: error.message });
    });
    for (const [event, handler] of handlers) own.on(event, handler);
    tell('connecting');
    own.connect();
  }

  function stop() {
    socket?.disconnect();
    socket?.removeAllListeners();
    socket = null;
  }

  return {
    start,
    stop,
    retry() {
      onState({ kind: 'connecting', problem: null });
      socket?.connect();
    },
    get isConnected() {
      return socket?.connected ?? false;
    },
    /** Listens for a server event, on this connection and on all later ones. */
    on(event, handler) {
      handlers.push([event, handler]);
      socket?.on(event, handler);
    },
    /**
     * Sends an event and waits for its ack. It never queues: callers decide what to send after a
     * reconnect.
     */
    async request(event, payload) {
      if (!socket?.connected) throw offline();
      const own = socket;
      let ack;
      try {
        ack = await own.timeout(ANSWER_WITHIN).emitWithAck(event, payload);
      } catch {
        throw own.connected
          ? new RequestError({ code: 'TIMEOUT', message: 'The server did not answer.' })
          : offline();
      }
      if (ack?.status === 'error') throw new RequestError(ack);
      return ack;
    },
    /** Sends an event that may be lost. */
    hint(event, payload) {
      if (socket?.connected) socket.volatile.emit(event, payload);
    },
  };
}

function offline() {
  return new RequestError({ code: 'OFFLINE', message: 'There is no connection.' });
}

/** Called on every connect, so that a connection made after the token has expired gets a new one. */
async function authenticate(socket, getToken, give, refuse) {
  const { engine } = socket.io;
  const isCurrent = () => socket.io.engine === engine && engine.readyState === 'open';
  try {
    const token = await getToken();
    if (isCurrent()) give({ token });
  } catch (error) {
    if (!isCurrent()) return;
    if (error instanceof TokenError) {
      socket.disconnect();
      refuse(error);
    } else {
      engine.close(); // ends this attempt; the client retries after a delay
    }
  }
}
