// Users, tokens and connections for the contract tests. Tests wait for events, with a deadline, and never sleep. To
// prove that an event was not sent, they wait for a later event.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach } from 'node:test';

/** The client library. PARLEY_CLIENT selects another version by its alias in package.json. */
const { Manager } = await import(process.env.PARLEY_CLIENT ?? 'socket.io-client');

export const SERVER = (process.env.PARLEY_URL ?? 'http://localhost:8080').replace(/\/+$/, '');

/** The clients' transports; if polling comes first, they upgrade. */
export const TRANSPORTS = (process.env.PARLEY_TRANSPORTS ?? 'websocket').split(',');

const DEADLINE = Number(process.env.PARLEY_DEADLINE ?? 15_000);

const managers = new Set();
const journals = new WeakMap();

afterEach(() => {
  for (const manager of managers) {
    manager.reconnection(false);
    manager._close();
  }
  managers.clear();
});

/** Returns a name that no other test and no earlier run uses. */
export function unique(prefix) {
  return `${prefix}-${randomBytes(6).toString('hex')}`;
}

/** Requests a token from the development endpoint; returns the whole response body. */
export async function issueToken(claims) {
  const response = await fetch(`${SERVER}/dev/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(claims),
  });
  assert.equal(response.status, 200, `POST /dev/token: ${response.status}`);
  return response.json();
}

/** Creates a user that the server does not know yet, with a token. */
export async function newUser(name = 'user', more = {}) {
  const claims = { sub: unique(`id-${name}`), username: unique(name), ...more };
  const { token } = await issueToken(claims);
  return { sub: claims.sub, username: claims.username, token };
}

/** Creates a separate transport; `attach` opens namespaces on it. */
export function newManager({ query, headers, reconnection = false, ...more } = {}) {
  const manager = new Manager(SERVER, {
    path: `${process.env.PARLEY_PATH ?? '/socket.io'}/`,
    transports: TRANSPORTS,
    autoConnect: false,
    reconnection,
    reconnectionDelay: 20,
    reconnectionDelayMax: 200,
    query,
    extraHeaders: headers,
    ...more,
  });
  managers.add(manager);
  return manager;
}

/** Opens a socket in a namespace and records all its events from the start. */
export function attach(manager, nsp = '/chat', auth = {}) {
  const socket = manager.socket(nsp, { auth });
  const journal = new Journal();
  journals.set(socket, journal);
  socket.onAny((event, ...args) => journal.add(event, args));
  return socket;
}

/** Opens a socket without waiting for the connection. */
export function open({ nsp, naming, query, auth, ...more } = {}) {
  const manager = newManager({ query: naming ? { ...query, naming } : query, ...more });
  const socket = attach(manager, nsp, auth);
  socket.connect();
  return socket;
}

/** Opens a user's socket and waits for `connected`. */
export async function connect(user, options = {}) {
  const socket = open({ ...options, auth: { token: user.token, ...options.auth } });
  await greeted(socket);
  return socket;
}

/** Waits until the socket is connected and has received `connected`; returns its data. */
export async function greeted(socket) {
  const refusal = new Promise((_, reject) => socket.once('connect_error', reject));
  return Promise.race([next(socket, 'connected'), refusal]);
}

/** Connects and disconnects; returns the error if the connection was refused, otherwise undefined. */
export async function attempt(options) {
  const socket = open(options);
  const error = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('neither let in nor refused')), DEADLINE);
    const settle = (outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    socket.once('connect', () => settle(undefined));
    socket.once('connect_error', settle);
  });
  socket.disconnect();
  return error;
}

/** Returns the error of a connection that must be refused. */
export async function refused(options) {
  return (await attempt(options)) ?? assert.fail('the server let the client in');
}

/** Returns the arguments of the emitter's next `event`, within the deadline. */
export function happens(emitter, event) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`'${event}' never happened`)), DEADLINE);
    emitter.once(event, (...args) => {
      clearTimeout(timer);
      resolve(args);
    });
  });
}

/**
 * Returns the payload of the first matching `event` that no test has taken yet: already received, or received within
 * the deadline. An event of the protocol has exactly one argument, besides its offset.
 */
export async function next(socket, event, fits = () => true) {
  const args = await journals.get(socket).take(event, fits);
  // Recoverable events carry an offset as an additional last argument.
  if (args.length === 2 && typeof args[1] === 'string') {
    args.pop();
  }
  assert.equal(args.length, 1, `'${event}' came with ${args.length} arguments`);
  return args[0];
}

/** Emits an event and returns its acknowledgement. */
export function ask(socket, event, ...args) {
  // Without emitWithAck, which the first clients of this protocol do not have.
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`'${event}' was not answered`)), DEADLINE);
    socket.emit(event, ...args, (answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}

/** Returns all occurrences of this event that the socket has received, taken or not. */
export function heard(socket, event, fits = () => true) {
  return journals.get(socket).all((e) => e.event === event && fits(e.args[0]));
}

/** Returns the names of a room's events that the socket has received, in order, without sync marks. */
export function eventsOf(socket, room) {
  return journals
    .get(socket)
    .entries.filter(({ args: [data] }) => data && (data.roomId === room || data.room === room))
    .filter(({ args: [data] }) => !isMark(data.text ?? data.message))
    .map(({ event }) => event);
}

/**
 * Loses the connection as a network failure does. During the upgrade to WebSocket, or with a packet still to write
 * before it, closing the client would behave differently: the library (4.8.4) closes right after its last poll, delivers
 * the events of that poll after the reconnect, and receives them again through the recovery, because its offset does
 * not include them.
 */
export function drop(socket) {
  const { engine } = socket.io;
  if (!socket.connected) return;
  if (engine.upgrading) engine.once('upgrade', () => setImmediate(() => engine.close()));
  else if (engine.writeBuffer.length > 0) engine.once('drain', () => setImmediate(() => drop(socket)));
  else engine.close();
}

/**
 * Breaks the connection as a network failure does, and resolves when both sides have noticed: the server no longer
 * lists the socket, and has parked it.
 */
export async function cut(socket) {
  const { id } = socket;
  const gone = happens(socket, 'disconnect');
  drop(socket);
  await gone;
  const { sub } = JSON.parse(Buffer.from(socket.auth.token.split('.')[1], 'base64url'));
  const { token } = await issueToken({ sub: 'watcher', username: 'Watcher', groups: ['admin'] });
  const headers = { Authorization: `Bearer ${token}` };
  const end = Date.now() + DEADLINE;
  for (;;) {
    const answer = await fetch(`${SERVER}/api/connections?limit=100&user=${sub}`, { headers });
    assert.equal(answer.status, 200);
    const { connections } = await answer.json();
    if (!connections.some((connection) => connection.id === id)) {
      return;
    }
    assert.ok(Date.now() < end, 'the server never noticed');
  }
}

/** Forgets all events received so far. */
export function forget(...sockets) {
  sockets.forEach((socket) => journals.get(socket).clear());
}

/** Makes a round trip on this connection: everything that the server sent before has then arrived. */
export async function roundTrip(socket) {
  await ask(socket, 'ping');
}

/**
 * Creates a room with users: `{alice: {naming: 'kebab'}}` → `{room, alice, people: {alice}}`, one socket each, joined in
 * this order, with empty journals. `sync()` sends a mark through the room and waits until all sockets have received it;
 * everything sent to the room before has then arrived.
 */
export async function gather(guests) {
  const room = unique('room');
  const clock = await connect(await newUser('clock'));
  await ask(clock, 'join_room', { roomId: room });
  const people = {};
  const sockets = {};
  for (const [name, { nsp, naming }] of Object.entries(guests)) {
    people[name] = await newUser(name);
    sockets[name] = await connect(people[name], { nsp, naming });
    await ask(sockets[name], naming === 'kebab' ? 'join-room' : 'join_room', { roomId: room });
  }
  const all = Object.values(sockets);
  const sync = (...listeners) => mark(clock, room, listeners.length ? listeners : all);
  await sync();
  forget(...all);
  return { room, people, sync, ...sockets };
}

const MARK = 'sync-mark-';

async function mark(clock, room, listeners) {
  const text = unique(MARK);
  await ask(clock, 'room_message', { roomId: room, text });
  await Promise.all(
    listeners.map((socket) =>
      journals
        .get(socket)
        .until((e) => e.event.endsWith('message') && carries(e.args[0], text)),
    ),
  );
}

function carries(data, text) {
  return data?.text === text || data?.message === text;
}

function isMark(text) {
  return typeof text === 'string' && text.startsWith(MARK);
}

/** Reads all pages of a list, e.g. `online_users`. */
export async function allPages(socket, event, key, payload = {}) {
  const rows = [];
  let cursor;
  do {
    const page = await ask(socket, event, cursor ? { ...payload, cursor } : payload);
    assert.ok(Array.isArray(page[key]), `${event} answered ${JSON.stringify(page)}`);
    rows.push(...page[key]);
    cursor = page.next;
  } while (cursor !== undefined);
  return rows;
}

/** All events that one socket has received, and the callers that wait for more. */
class Journal {
  entries = [];
  #waiting = new Set();

  add(event, args) {
    const entry = { event, args, taken: false };
    this.entries.push(entry);
    for (const waiter of this.#waiting) {
      if (waiter(entry)) {
        return;
      }
    }
  }

  all(fits) {
    return this.entries.filter(fits).map((e) => e.args[0]);
  }

  clear() {
    this.entries.length = 0;
  }

  async take(event, fits) {
    const wanted = (e) => !e.taken && e.event === event && fits(e.args[0]);
    const entry = await this.until(wanted, event);
    entry.taken = true;
    return entry.args;
  }

  until(wanted, what = 'the awaited event') {
    const there = this.entries.find(wanted);
    if (there) {
      return Promise.resolve(there);
    }
    return new Promise((resolve, reject) => {
      const waiter = (entry) => {
        if (!wanted(entry)) {
          return false;
        }
        clearTimeout(timer);
        this.#waiting.delete(waiter);
        entry.taken = true;
        resolve(entry);
        return true;
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(waiter);
        reject(new Error(`${what} never came; heard: ${this.#summary()}`));
      }, DEADLINE);
      this.#waiting.add(waiter);
    });
  }

  #summary() {
    return JSON.stringify(this.entries.slice(-20).map(({ event, args }) => [event, ...args]));
  }
}
