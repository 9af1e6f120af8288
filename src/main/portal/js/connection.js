import { io } from '/vendor/socket.io.esm.min.js';
import { TokenError } from './tokens.js';

const ANSWER_WITHIN = 10_000;

/**
 * What the server answered instead of an ack, or that it could not answer (`OFFLINE`, `TIMEOUT`).
 */
export class RequestError extends Error {
  constructor({ code, message, violations = [], retryAfter = null }) {
    super(message);
    this.code = code;
    this.violations = violations;
    this.retryAfter = retryAfter;
  }

  /** The connection went: after the next connect the same may be asked again. */
  get isOffline() {
    return this.code === 'OFFLINE';
  }
}

/**
 * The connection to the namespace `/chat`, over socket.io-client, which comes back by itself with
 * growing pauses.
 *
 * `onState({kind, problem})` tells about `connecting`, `connected`, `reconnecting` and `refused`;
 * the last one stays until `retry`. `onConnect` runs at every connect, the first included: rooms
 * must be joined again then.
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
      forceNew: true, // another user must never share the connection of the one before
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
          message: 'The server ended this connection.',
        });
      }
    });
    own.on('connect_error', (error) => {
      // `active` means that the client tries again by itself; otherwise the server has said no.
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
    /** Hears a server event, on this connection and on all that follow. */
    on(event, handler) {
      handlers.push([event, handler]);
      socket?.on(event, handler);
    },
    /**
     * Sends an event and waits for its ack. Never queues: what is to be sent later is the caller's
     * to decide.
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
    /** Sends an event that may get lost. */
    hint(event, payload) {
      if (socket?.connected) socket.volatile.emit(event, payload);
    },
  };
}

function offline() {
  return new RequestError({ code: 'OFFLINE', message: 'There is no connection.' });
}

/** Runs at every connect, so that a connection after the old token's end has a new one. */
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
      engine.close(); // ends this attempt; the client makes the next one after a pause
    }
  }
}
