// Users, tokens and connections for the contract tests. Everything waits for an event with a
// deadline and never for time to pass; silence is proved by something later that did arrive.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach } from 'node:test';

/** The client library; another of its versions by another name, see package.json. */
const { Manager } = await import(process.env.PARLEY_CLIENT ?? 'socket.io-client');

export const SERVER = (process.env.PARLEY_URL ?? 'http://localhost:8080').replace(/\/+$/, '');

/** How the clients connect; polling first means with an upgrade. */
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

/** A name that no other test and no earlier run has used. */
export function unique(prefix) {
  return `${prefix}-${randomBytes(6).toString('hex')}`;
}

/** Asks the development endpoint for a token; answers its whole body. */
export async function issueToken(claims) {
  const response = await fetch(`${SERVER}/dev/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(claims),
  });
  assert.equal(response.status, 200, `POST /dev/token: ${response.status}`);
  return response.json();
}

/** A user that nobody has seen yet, with a token of his own. */
export async function newUser(name = 'user', more = {}) {
  const claims = { sub: unique(`id-${name}`), username: unique(name), ...more };
  const { token } = await issueToken(claims);
  return { sub: claims.sub, username: claims.username, token };
}

/** A transport of its own; namespaces are opened on it with `attach`. */
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

/** A socket of a namespace whose every event is written down from the start. */
export function attach(manager, nsp = '/chat', auth = {}) {
  const socket = manager.socket(nsp, { auth });
  const journal = new Journal();
  journals.set(socket, journal);
  socket.onAny((event, ...args) => journal.add(event, args));
  return socket;
}

/** A socket that is on its way: nothing is awaited. */
export function open({ nsp, naming, query, auth, ...more } = {}) {
  const manager = newManager({ query: naming ? { ...query, naming } : query, ...more });
  const socket = attach(manager, nsp, auth);
  socket.connect();
  return socket;
}

/** A user's socket that the server has greeted. */
export async function connect(user, options = {}) {
  const socket = open({ ...options, auth: { token: user.token, ...options.auth } });
  await greeted(socket);
  return socket;
}

/** Waits until the socket is connected and has got `connected`; answers what that said. */
export async function greeted(socket) {
  const refusal = new Promise((_, reject) => socket.once('connect_error', reject));
  return Promise.race([next(socket, 'connected'), refusal]);
}

/** Connects, hangs up again and answers the error of a refusal, or undefined if there was none. */
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

/** The error of a connection that must not come about. */
export async function refused(options) {
  return (await attempt(options)) ?? assert.fail('the server let the client in');
}

/** The arguments of the next `event` of an emitter, within the deadline. */
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
 * The payload of the first `event` not taken yet that fits, whether it was heard already or comes
 * within the deadline. An event of the protocol has exactly one argument, beside its offset.
 */
export async function next(socket, event, fits = () => true) {
  const args = await journals.get(socket).take(event, fits);
  // What may not be lost comes with an offset for the recovery of the connection's state.
  if (args.length === 2 && typeof args[1] === 'string') {
    args.pop();
  }
  assert.equal(args.length, 1, `'${event}' came with ${args.length} arguments`);
  return args[0];
}

/** Emits with an ack and answers the ack. */
export function ask(socket, event, ...args) {
  // Not by emitWithAck, which the first clients of this protocol did not have.
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`'${event}' was not answered`)), DEADLINE);
    socket.emit(event, ...args, (answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}

/** What the socket has heard of this event, taken or not. */
export function heard(socket, event, fits = () => true) {
  return journals.get(socket).all((e) => e.event === event && fits(e.args[0]));
}

/** The names of the events about a room that the socket has heard, in order, but the sync marks. */
export function eventsOf(socket, room) {
  return journals
    .get(socket)
    .entries.filter(({ args: [data] }) => data && (data.roomId === room || data.room === room))
    .filter(({ args: [data] }) => !isMark(data.text ?? data.message))
    .map(({ event }) => event);
}

/**
 * Loses the connection as a network does. While the library changes over to a WebSocket it would close
 * right behind its last poll, keep the events of that for after the reconnection, and be given them again
 * by the recovery, as it does not name them as the last that it got: so does no network.
 */
export function drop(socket) {
  const { engine } = socket.io;
  if (!socket.connected) return;
  if (engine.upgrading) engine.once('upgrade', () => setImmediate(() => engine.close()));
  else engine.close();
}

/**
 * Breaks the connection as a network does, and answers when both sides have noticed: the server
 * lists the socket no more, and keeps it for its client.
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

/** Forgets what was heard so far. */
export function forget(...sockets) {
  sockets.forEach((socket) => journals.get(socket).clear());
}

/** A round trip of this connection: what the server had sent it before has then arrived. */
export async function roundTrip(socket) {
  await ask(socket, 'ping');
}

/**
 * Lets people into a fresh room: `{alice: {naming: 'kebab'}}` → `{room, alice, people: {alice}}`
 * with one socket each, joined in this order, their journals empty. `sync()` proves silence: it
 * sends a mark through the room and waits until all have heard it, so whatever was sent to the
 * room before has arrived.
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

/** Reads a list that comes in pages, e.g. `online_users`, to its end. */
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

/** Everything that one socket has heard, and who is waiting for more of it. */
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
