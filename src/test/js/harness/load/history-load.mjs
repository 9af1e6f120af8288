// Writers and readers that reconnect like socket.io-client, whatever happens to the server, and record what they receive
// for the history checker.
import { Manager } from 'socket.io-client';
import { setTimeout as pause } from 'node:timers/promises';
import { TRANSPORTS, drop, issueToken, unique } from '../client.mjs';

const byServer = async (claims) => (await issueToken(claims)).token;

const ACK_PATIENCE = 8_000;
const PAGE = 100;

export class HistoryLoad {
  #servers;
  #next = 0;
  #callers = new Set();
  #running = true;
  #work = [];
  #progress = [];
  /** The newest message of each room that stays: others react to it. */
  #newest = new Map();
  rooms;
  sent = new Map();
  acked = [];
  changes = [];
  /** What clients were told instead of what they asked for, by code. */
  refusals = new Map();
  views = [];

  /**
   * @param servers one, or the nodes of a cluster
   */
  constructor(servers, options = {}) {
    const { rooms = 3, writers = 4, readers = 6, churners = 3, between = 25 } = options;
    const { tokenOf = byServer } = options;
    this.#servers = [servers].flat();
    this.counts = { writers, readers, churners };
    this.between = between;
    this.tokenOf = tokenOf;
    this.rooms = Array.from({ length: rooms }, () => unique('history'));
  }

  async start() {
    for (let i = 0; i < this.counts.readers; i++) await this.#reader(`reader-${i}`);
    for (let i = 0; i < this.counts.churners; i++) {
      const reader = await this.#reader(`churner-${i}`);
      this.#work.push(this.#churn(reader), this.#drop(reader));
    }
    for (let i = 0; i < this.counts.writers; i++) this.#work.push(this.#write(`writer-${i}`, i));
  }

  /** Resolves with the next acknowledgement of a message. */
  progress() {
    return new Promise((resolve) => this.#progress.push(resolve));
  }

  /** Sends no more, waits until all that was sent has its outcome and all readers are at the end. */
  async finish() {
    this.#running = false;
    await Promise.all(this.#work);
    const stored = new Map();
    for (const room of this.rooms) stored.set(room, await this.#history(room));
    await Promise.all(this.views.map((view) => view.reader.reaches(view, stored.get(view.room).rev)));
    for (const view of this.views) view.whole = true;
    for (const caller of this.#callers) caller.disconnect();
    return {
      sent: this.sent,
      acked: this.acked,
      changes: this.changes,
      stored,
      views: this.views.map(({ reader, ...view }) => ({ ...view, reader: reader.name })),
    };
  }

  async #caller(name) {
    const user = unique(name);
    const auth = { token: await this.tokenOf({ sub: user, username: name }) };
    return this.#callerWith(user, auth);
  }

  #callerWith(user, auth) {
    const manager = new Manager(this.#turn(), {
      transports: TRANSPORTS,
      reconnectionDelay: 50,
      reconnectionDelayMax: 500,
      timeout: 5_000,
    });
    // As a load balancer does with reconnecting clients.
    manager.on('reconnect_attempt', () => (manager.uri = this.#turn()));
    const caller = new Caller(user, manager.socket('/chat', { auth }), this.refusals);
    this.#callers.add(caller);
    return caller;
  }

  /**
   * After the end: who is still online somewhere though all have gone, longer than the grace time and what it
   * takes to find out that a node is dead.
   */
  async ghosts() {
    const token = await this.tokenOf({ sub: unique('ghostbuster'), username: 'ghostbuster' });
    const found = await Promise.all(this.#servers.map((server) => ghostsAt(server, token)));
    return found.flat();
  }

  #turn() {
    return this.#servers[this.#next++ % this.#servers.length];
  }

  async #history(room) {
    const caller = await this.#caller('historian');
    const messages = [];
    let page;
    do {
      page = await caller.asked('get_history', { roomId: room, after: messages.length, limit: PAGE });
      messages.push(...page.messages.map(seen));
    } while (page.more);
    return { rev: page.rev, messages };
  }

  async #reader(name) {
    const reader = new Reader(name, await this.#caller(name), this.views);
    for (const room of this.rooms) await reader.join(room);
    return reader;
  }

  async #churn(reader) {
    for (let turn = 0; this.#running; turn++) {
      const room = this.rooms[turn % this.rooms.length];
      await reader.leave(room);
      if (turn % 3 === 0) await pause(this.between);
      await reader.join(room);
      await pause(this.between);
    }
  }

  /** At any moment: between joins and within, and while the server can let nobody in. */
  async #drop(reader) {
    while (this.#running) {
      await pause(40 * this.between);
      drop(reader.socket);
    }
  }

  /** One message after the other, and every other writer changes them; some twice at once, from two connections. */
  async #write(name, number) {
    const caller = await this.#caller(name);
    // The same user: a clientMessageId is unique per user.
    const both = [caller, this.#callerWith(caller.user, caller.socket.auth)];
    const kept = [];
    for (let n = 0; this.#running; n++) {
      const callers = n % 4 === 3 ? both : [caller];
      const message = await this.#post(callers, this.rooms[(n + number) % this.rooms.length], `${name}-${n}`);
      if (number % 2 === 0) await this.#change(callers, message, n, kept);
      await pause(this.between);
    }
  }

  /** Until it is acknowledged; the same message each time. */
  async #post(callers, room, name) {
    const clientMessageId = unique(name);
    const text = `${clientMessageId} says hello`;
    this.sent.set(clientMessageId, { room, text });
    const acks = callers.map(async (caller) => {
      const ack = await caller.asked('send_message', { roomId: room, text, clientMessageId });
      this.acked.push({ clientMessageId, room, id: ack.messageId, seq: ack.seq });
      this.#progress.splice(0).forEach((resolve) => resolve());
      return ack.messageId;
    });
    return { room, text, id: (await Promise.all(acks))[0] };
  }

  /** What becomes of a message that was just sent, and of those before it. */
  async #change(callers, message, n, kept) {
    if (n % 5 === 4) {
      // No other client knows this message: a reaction to a deleted message would fail.
      await this.#react(callers, message, '👍', false);
      await this.#delete(callers, message);
      return;
    }
    const before = this.#newest.get(message.room);
    this.#newest.set(message.room, message);
    kept.push(message);
    if (n % 5 === 1) {
      await this.#edit(callers, message, `in turn ${n}`);
      // An old message, which no page of newest messages contains.
      await this.#edit(callers, kept[kept.length >> 1], `in turn ${n}`);
    } else if (n % 5 > 1) {
      await this.#react(callers, message, '👍', false);
      if (before) await this.#react(callers, before, '👍', false);
      if (n % 5 === 3) await this.#react(callers, message, '👍', true);
    }
  }

  #edit(callers, { room, id, text: original }, more) {
    const text = `${original}, edited ${more}`;
    const payload = { messageId: id, text };
    return this.#ask(callers, 'edit_message', payload, ({ rev }) => ({ room, id, kind: 'edit', text, rev }));
  }

  #delete(callers, { room, id }) {
    return this.#ask(callers, 'delete_message', { messageId: id }, ({ rev }) => ({ room, id, kind: 'delete', rev }));
  }

  #react(callers, { room, id }, emoji, remove) {
    const [{ user }] = callers;
    const payload = { messageId: id, emoji, remove };
    return this.#ask(callers, 'react', payload, () => ({ room, id, kind: 'react', user, emoji, remove }));
  }

  /** Until it is acknowledged: to ask again changes nothing. */
  async #ask(callers, event, payload, change) {
    await Promise.all(
      callers.map(async (caller) => this.changes.push(change(await caller.asked(event, payload, this.rooms)))),
    );
  }
}

/** A user's socket, and the errors that it received. */
class Caller {
  #refusals;
  #over = false;

  constructor(user, socket, refusals) {
    this.user = user;
    this.socket = socket;
    this.#refusals = refusals;
    socket.on('connect_error', ({ message, data }) => this.#sentAway(`CONNECT_ERROR ${data?.code ?? message}`));
    socket.on('disconnect', (reason) => this.#sentAway(`DISCONNECT ${reason}`));
  }

  /** The library does not come back from everything, and its user would not know of it. */
  async #sentAway(why) {
    if (!this.socket.active && !this.#over) {
      this.#refused(why);
      await pause(100);
      this.socket.connect();
    }
  }

  disconnect() {
    this.#over = true;
    this.socket.disconnect();
  }

  connected() {
    const { socket } = this;
    return socket.connected ? undefined : new Promise((resolve) => socket.once('connect', resolve));
  }

  /**
   * One attempt; null if there is no answer. What `then` does with the answer is done before anything
   * else is heard.
   */
  once(event, payload, then = () => {}) {
    const { socket } = this;
    const { id } = socket;
    return new Promise((resolve) => {
      // Otherwise the library would buffer the event and send it over the next connection, before the join.
      if (!socket.connected) {
        resolve(null);
        return;
      }
      socket.timeout(ACK_PATIENCE).emit(event, payload, (failure, answer) => {
        if (failure) {
          // The library fails the call if the connection is lost; a timeout means that the server is silent.
          const silent = socket.connected && socket.id === id && failure.message.includes('timed out');
          this.#refused(silent ? `NO_ANSWER to ${event}` : 'CONNECTION_LOST');
          resolve(null);
        } else {
          if (answer.status === 'error') this.#refused([answer.code, answer.outcome].filter(Boolean).join(' '));
          then(answer);
          resolve(answer);
        }
      });
    });
  }

  #refused(code) {
    this.#refusals.set(code, (this.#refusals.get(code) ?? 0) + 1);
  }

  /**
   * Asks until there is an answer that is no trouble of the server's.
   *
   * @param rooms those that it joins if it turns out that it has to
   */
  async asked(event, payload, rooms = [payload.roomId]) {
    for (;;) {
      await this.connected();
      const answer = await this.once(event, payload);
      if (answer !== null && answer.status !== 'error') return answer;
      if (answer?.code === 'NOT_IN_ROOM') {
        // A new session: writers join first.
        for (const roomId of rooms) await this.once('join_room', { roomId });
      } else if (answer !== null && !RETRIED.has(answer.code)) {
        throw new Error(`${event} ${JSON.stringify(payload)}: ${JSON.stringify(answer)}`);
      } else {
        await pause(Math.min(answer?.retryAfter ?? 100, 1_000));
      }
    }
  }
}

/** A client that has joined rooms and keeps its positions over any number of connections. */
class Reader {
  #caller;
  #rooms = new Map();
  #turns = new Map();

  constructor(name, caller, views) {
    const { socket } = caller;
    this.name = name;
    this.#caller = caller;
    this.socket = socket;
    this.views = views;
    for (const event of ['new_message', 'message_edited']) {
      socket.on(event, (message) => this.#hear(message.roomId, { event, rev: message.rev, message: seen(message) }));
    }
    socket.on('message_deleted', ({ roomId, rev, id, seq }) =>
      this.#hear(roomId, { event: 'message_deleted', rev, message: { id, seq } }),
    );
    socket.on('reaction', ({ roomId, messageId, emoji, count }) =>
      this.#hear(roomId, { event: 'reaction', id: messageId, emoji, count }),
    );
    socket.on('connect', () => {
      this.#note(`connected as ${socket.id}${socket.recovered ? ', recovered' : ''}`);
      if (!socket.recovered) this.#rejoin();
    });
  }

  /** What happened to all of its views, for whoever looks for the reason of a violation. */
  #note(text) {
    for (const { view } of this.#rooms.values()) view?.trail.push(text);
  }

  #rejoin() {
    for (const [room, place] of this.#rooms) if (place.wanted) this.#enter(room);
  }

  async join(room) {
    const place = this.#rooms.get(room) ?? { view: null, last: null, epoch: null, rev: null };
    this.#rooms.set(room, place);
    place.wanted = true;
    await this.#enter(room);
  }

  /** The view ends here; the next one begins where this one ended. */
  async leave(room) {
    this.#rooms.get(room).wanted = false;
    await this.#inTurn(room, () => this.#leaveNow(room));
  }

  async #leaveNow(room) {
    const place = this.#rooms.get(room);
    for (;;) {
      await this.#caller.connected();
      const connection = this.socket.id;
      // A new session has not joined any room.
      if (place.askedOn !== connection) break;
      const answer = await this.#caller.once('leave_room', { roomId: room });
      const over = answer !== null && !RETRIED.has(answer.code);
      if (over && this.socket.id === connection) break;
      await pause(100);
    }
    place.askedOn = null;
    place.view.trail.push('left');
  }

  /** Joins, and again if the connection went meanwhile. */
  #enter(room) {
    return this.#inTurn(room, () => this.#enterNow(room));
  }

  /** One call at a time for each room: a join beside a leave leaves nobody sure where it is. */
  #inTurn(room, call) {
    const next = (this.#turns.get(room) ?? Promise.resolve()).then(call);
    this.#turns.set(room, next);
    return next;
  }

  async #enterNow(room) {
    const place = this.#rooms.get(room);
    for (;;) {
      await this.#caller.connected();
      const connection = this.socket.id;
      // A client that is in the room, or may be because an acknowledgement was lost, receives events while it joins
      // again; the acknowledgement repeats them.
      const was = place.askedOn === connection;
      place.askedOn = connection;
      place.live = [];
      const payload = { roomId: room };
      if (place.last !== null) Object.assign(payload, { since: place.last, epoch: place.epoch, rev: place.rev });
      const ack = await this.#caller.once('join_room', payload, () => {
        if (was) place.live = [];
      });
      if (!ack?.joined || this.socket.id !== connection) {
        if (ack?.status === 'error' && !RETRIED.has(ack.code)) throw new Error(JSON.stringify(ack));
        await pause(100);
        continue;
      }
      if (await this.#caughtUp(room, place, ack)) return;
    }
  }

  async #caughtUp(room, place, ack) {
    const since = place.last;
    if (since !== null && ack.recovered !== true) {
      const answer = JSON.stringify({ ...ack, messages: ack.messages?.length });
      throw new Error(`${this.name} was not recovered in ${room}: ${answer}`);
    }
    const missed = [...ack.messages];
    let more = since !== null && ack.more;
    while (more) {
      const page = await this.#caller.once('get_history', { roomId: room, after: missed.at(-1).seq, limit: PAGE });
      if (!page?.messages) return false;
      missed.push(...page.messages.filter(({ seq }) => seq <= ack.lastSeq));
      more = page.more && missed.at(-1).seq < ack.lastSeq;
    }
    if (place.view === null) {
      const from = missed.length ? missed[0].seq - 1 : ack.lastSeq;
      place.view = { reader: this, room, from, whole: false, heard: [], trail: [] };
      this.views.push(place.view);
    }
    const changed = (ack.changed ?? []).map(seen);
    const { rev, lastSeq } = ack;
    place.view.heard.push({ event: 'answer', rev, lastSeq, messages: missed.map(seen), changed });
    place.view.trail.push(
      `joined on ${this.socket.id} since ${since}, rev ${place.rev}: ${missed.length} up to ${lastSeq}, ` +
        `changed ${changed.map(({ seq, rev: at }) => `${seq} (${at})`)}, rev ${rev}`,
    );
    place.epoch = ack.epoch;
    place.last = lastSeq;
    place.rev = rev;
    const { live } = place;
    place.live = null;
    live.forEach((item) => this.#take(place, item));
    place.waiting?.();
    return true;
  }

  #hear(room, item) {
    const place = this.#rooms.get(room);
    if (!place) return;
    if (place.live) place.live.push(item);
    else this.#take(place, item);
  }

  #take(place, item) {
    // A reaction event has no `rev`: it takes the next one.
    const rev = item.rev ?? place.rev + 1;
    place.view.heard.push(item);
    place.view.trail.push(`${item.event} ${item.message?.seq ?? item.id} at ${rev}`);
    if (item.event === 'new_message') place.last = item.message.seq;
    place.rev = rev;
    place.waiting?.();
  }

  /** Waits until the view has come to a place. */
  async reaches(view, rev) {
    const place = this.#rooms.get(view.room);
    await this.#turns.get(view.room);
    if (!place.wanted) await this.join(view.room);
    const end = Date.now() + 30_000;
    while (place.rev < rev && Date.now() < end) {
      await Promise.race([new Promise((resolve) => (place.waiting = resolve)), pause(500)]);
    }
  }
}

/** Counts what was checked: messages and changes that clients received, and how. */
export function amounts({ views }) {
  const heard = views.flatMap((view) => view.heard);
  const answers = heard.filter(({ event }) => event === 'answer');
  const events = heard.length - answers.length;
  const live = heard.filter(({ event }) => event === 'new_message').length;
  return {
    rejoins: answers.length - views.length,
    delivered: live + answers.reduce((sum, { messages }) => sum + messages.length, 0),
    changesHeard: events - live,
    changesFound: answers.reduce((sum, { changed }) => sum + changed.length, 0),
  };
}

/** Errors that a client may get from a failing server; it retries. */
const RETRIED = new Set(['UNAVAILABLE', 'INTERNAL_ERROR']);

/** Returns the fields of a message that the checker needs. */
function seen({ seq, rev, id, text, deleted = false, reactions = [] }) {
  const counts = reactions.map(({ emoji, count }) => [emoji, count]);
  return { seq, rev, id, text, deleted, reactions: Object.fromEntries(counts) };
}

const GHOST_BOUND = 20_000;

/** Returns the users that a server still lists as online after all clients have left. */
export async function ghostsAt(server, token) {
  const end = Date.now() + GHOST_BOUND;
  let users;
  do {
    // Presence is not recovered for disconnected clients.
    await pause(200);
    const response = await fetch(`${server}/api/presence`, { headers: { Authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`GET ${server}/api/presence: ${response.status}`);
    ({ users } = await response.json());
  } while (users.length && Date.now() < end);
  return users.map(({ userId }) => `${userId} at ${server}`);
}
