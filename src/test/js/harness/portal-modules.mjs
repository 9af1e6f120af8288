// What the modules of the portal page find around them in a browser, for tests in Node alone.
import { setMaxListeners } from 'node:events';
import { register } from 'node:module';
import { createStore } from '../../../main/portal/js/store.js';
import { initialState, newConversation } from '../../../main/portal/js/state.js';

// The page gets the client library from the server; no test here connects.
const resolver = `export const resolve = (specifier, context, next) =>
  specifier.startsWith('/vendor/')
    ? { url: 'data:text/javascript,export const io = (...args) => globalThis.io(...args)', shortCircuit: true }
    : next(specifier, context);`;
register(`data:text/javascript,${encodeURIComponent(resolver)}`);

/** As much of a document as the modules ask for. */
globalThis.document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
setMaxListeners(0, document);

/** A store with one open, joined room, and the room. */
export function storeWithRoom(facts = {}) {
  const store = createStore(initialState());
  const room = newConversation('room', 'room:r1', {
    roomId: 'r1',
    joined: true,
    wanted: true,
    ...facts,
  });
  store.state.conversations.set(room.key, room);
  store.state.current = room.key;
  store.state.me = { userId: 'ada', username: 'Ada' };
  return { store, room };
}

/** A connection that a test answers for: `answers` maps an event to what its request gives or throws. */
export class FakeConnection {
  isConnected = true;
  requests = [];
  hints = [];
  answers = new Map();
  #handlers = new Map();

  on(event, handler) {
    this.#handlers.set(event, handler);
  }

  /** Something that the server sends. */
  hear(event, data) {
    this.#handlers.get(event)(data);
  }

  async request(event, payload) {
    this.requests.push([event, payload]);
    const answer = this.answers.get(event);
    if (!answer) throw new Error(`nothing answers ${event}`);
    return answer(payload);
  }

  hint(event, payload) {
    this.hints.push([event, payload]);
  }
}

/** A message of the stream of a room. */
export function message(seq, more = {}) {
  return { id: `m${seq}`, seq, rev: seq, text: `text ${seq}`, ...more };
}

/** A session storage. */
export class FakeStorage {
  items = new Map();

  getItem(key) {
    return this.items.get(key) ?? null;
  }

  setItem(key, value) {
    this.items.set(key, value);
  }

  removeItem(key) {
    this.items.delete(key);
  }
}

/** Lets everything go on that waits for nothing but promises. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
