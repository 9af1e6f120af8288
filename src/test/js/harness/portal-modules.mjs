// Replaces the browser environment of the portal page's modules, for tests in Node.
import { setMaxListeners } from 'node:events';
import { register } from 'node:module';
import { createStore } from '../../../main/portal/js/store.js';
import { initialState, newConversation } from '../../../main/portal/js/state.js';

// The page loads the client library from the server; these tests never connect.
const resolver = `export const resolve = (specifier, context, next) =>
  specifier.startsWith('/vendor/')
    ? { url: 'data:text/javascript,export const io = (...args) => globalThis.io(...args)', shortCircuit: true }
    : next(specifier, context);`;
register(`data:text/javascript,${encodeURIComponent(resolver)}`);

/** The parts of a document that the modules use. */
globalThis.document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
setMaxListeners(0, document);

/** Returns a store with one open, joined room, and that room. */
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

/** A fake connection: `answers` maps an event to the value that its request returns or throws. */
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

/** Returns a message of a room's stream. */
export function message(seq, more = {}) {
  return { id: `m${seq}`, seq, rev: seq, text: `text ${seq}`, ...more };
}

/** A fake session storage. */
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

/** Runs everything that waits only for promises. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
