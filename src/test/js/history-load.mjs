// Writers and readers that come back as socket.io-client does, whatever happens to the server, and
// write down what they saw, for the checker of histories.
import { Manager } from 'socket.io-client';
import { setTimeout as pause } from 'node:timers/promises';
import { TRANSPORTS, issueToken, unique } from './client.mjs';

const byServer = async (claims) => (await issueToken(claims)).token;

const ACK_PATIENCE = 8_000;
const PAGE = 100;

export class HistoryLoad {
  #server;
  #clients = new Set();
  #running = true;
  #work = [];
  #progress = [];
  rooms;
  sent = new Map();
  acked = [];
  /** What senders were told, by code; none of it is a violation. */
  refusals = new Map();
  views = [];

  constructor(server, { rooms = 3, writers = 4, readers = 6, churners = 3, between = 25, tokenOf = byServer } = {}) {
    this.#server = server;
    this.counts = { writers, readers, churners };
    this.between = between;
    this.tokenOf = tokenOf;
    this.rooms = Array.from({ length: rooms }, () => unique('history'));
  }

  async start() {
    for (let i = 0; i < this.counts.readers; i++) await this.#reader(`reader-${i}`);
    for (let i = 0; i < this.counts.churners; i++) {
      const reader = await this.#reader(`churner-${i}`);
      this.#work.push(this.#churn(reader));
    }
    for (let i = 0; i < this.counts.writers; i++) this.#work.push(this.#write(`writer-${i}`, i));
  }

  /** How often senders were told of trouble. */
  get refused() {
    return [...this.refusals.values()].reduce((sum, n) => sum + n, 0);
  }

  /** Resolves with the next acknowledgement. */
  progress() {
    return new Promise((resolve) => this.#progress.push(resolve));
  }

  /** Sends no more, waits until all that was sent has its outcome and all readers are at the end. */
  async finish() {
    this.#running = false;
    await Promise.all(this.#work);
    const stored = new Map();
    for (const room of this.rooms) stored.set(room, await this.#history(room));
    await Promise.all(this.views.map((view) => view.reader.reaches(view, stored.get(view.room).length)));
    for (const view of this.views) view.whole = true;
    for (const client of this.#clients) client.disconnect();
    return {
      sent: this.sent,
      acked: this.acked,
      stored,
      views: this.views.map(({ reader, ...view }) => ({ ...view, reader: reader.name })),
    };
  }

  async #client(name) {
    const token = await this.tokenOf({ sub: unique(name), username: name });
    const manager = new Manager(this.#server, {
      transports: TRANSPORTS,
      reconnectionDelay: 50,
      reconnectionDelayMax: 500,
      timeout: 5_000,
    });
    const socket = manager.socket('/chat', { auth: { token } });
    this.#clients.add(socket);
    return socket;
  }

  async #history(room) {
    const socket = await this.#client('historian');
    const messages = [];
    let more = true;
    while (more) {
      const page = await asked(socket, 'get_history', { roomId: room, after: messages.length, limit: PAGE });
      messages.push(...page.messages.map(seen));
      more = page.more;
    }
    return messages;
  }

  async #reader(name) {
    const reader = new Reader(name, await this.#client(name), this.views);
    for (const room of this.rooms) await reader.join(room);
    return reader;
  }

  async #churn(reader) {
    for (let turn = 0; this.#running; turn++) {
      const room = this.rooms[turn % this.rooms.length];
      await reader.leave(room);
      if (turn % 3 === 0) await pause(this.between);
      await reader.join(room);
      if (turn % 5 === 4) reader.drop();
      await pause(this.between);
    }
  }

  /** One message after the other; some twice at once, from two connections. */
  async #write(name, number) {
    const sockets = [await this.#client(name)];
    // The same user: an id is one user's own.
    sockets.push(this.#twin(sockets[0]));
    for (let n = 0; this.#running; n++) {
      const room = this.rooms[(n + number) % this.rooms.length];
      const clientMessageId = unique(`${name}-${n}`);
      const text = `${clientMessageId} says hello`;
      this.sent.set(clientMessageId, { room, text });
      const twice = n % 4 === 3;
      await Promise.all(
        sockets.slice(0, twice ? 2 : 1).map((socket) => this.#send(socket, room, clientMessageId, text)),
      );
      await pause(this.between);
    }
  }

  #twin(socket) {
    const twin = new Manager(this.#server, {
      transports: TRANSPORTS,
      reconnectionDelay: 50,
      reconnectionDelayMax: 500,
    }).socket('/chat', { auth: socket.auth });
    this.#clients.add(twin);
    return twin;
  }

  /** Until it is acknowledged; the same message each time. */
  async #send(socket, room, clientMessageId, text) {
    const message = { roomId: room, text, clientMessageId };
    const ack = await asked(socket, 'send_message', message, (code) =>
      this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1),
    );
    this.acked.push({ clientMessageId, room, id: ack.messageId, seq: ack.seq });
    this.#progress.splice(0).forEach((resolve) => resolve());
  }
}

/** A client that has joined rooms and stays where it was, over any number of connections. */
class Reader {
  #rooms = new Map();
  #turns = new Map();

  constructor(name, socket, views) {
    this.name = name;
    this.socket = socket;
    this.views = views;
    socket.on('new_message', (message) => this.#hear(message));
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
      await connected(this.socket);
      const connection = this.socket.id;
      // Another session than the one that joined is in no room.
      if (place.askedOn !== connection) break;
      const answer = await once(this.socket, 'leave_room', { roomId: room });
      const over = answer !== null && !RETRIED.has(answer.code);
      if (over && this.socket.id === connection) break;
      await pause(100);
    }
    place.askedOn = null;
    place.view.trail.push('left');
  }

  /** Loses the connection as a network does. */
  drop() {
    this.socket.io.engine?.close();
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
      const { socket } = this;
      await connected(socket);
      const connection = socket.id;
      // Who is in the room, or may be as an answer was lost, hears it while joining again, and finds in the
      // answer what was heard.
      const was = place.askedOn === connection;
      place.askedOn = connection;
      place.live = [];
      const payload = { roomId: room };
      if (place.last !== null) Object.assign(payload, { since: place.last, epoch: place.epoch, rev: place.rev });
      const ack = await once(socket, 'join_room', payload);
      if (!ack?.joined || socket.id !== connection) {
        if (ack?.status === 'error' && !RETRIED.has(ack.code)) throw new Error(JSON.stringify(ack));
        await pause(100);
        continue;
      }
      if (was) place.live = place.live.filter(({ seq }) => seq > ack.lastSeq);
      if (await this.#caughtUp(room, place, ack)) return;
    }
  }

  async #caughtUp(room, place, ack) {
    const since = place.last;
    if (since !== null && ack.recovered !== true) {
      throw new Error(`${this.name} was not recovered in ${room}: ${JSON.stringify({ ...ack, messages: ack.messages?.length })}`);
    }
    const missed = [...ack.messages];
    let more = since !== null && ack.more;
    while (more) {
      const page = await once(this.socket, 'get_history', { roomId: room, after: missed.at(-1).seq, limit: PAGE });
      if (!page?.messages) return false;
      missed.push(...page.messages.filter(({ seq }) => seq <= ack.lastSeq));
      more = page.more && missed.at(-1).seq < ack.lastSeq;
    }
    if (place.view === null) {
      const from = missed.length ? missed[0].seq - 1 : ack.lastSeq;
      place.view = { reader: this, room, from, whole: false, events: [], trail: [] };
      this.views.push(place.view);
      place.last = from;
    }
    place.epoch = ack.epoch;
    place.rev = ack.rev;
    const { live } = place;
    place.live = null;
    const joined = `joined on ${this.socket.id} since ${since}, answer ${missed.length} up to ${ack.lastSeq}`;
    place.view.trail.push(`${joined}, heard meanwhile ${live.map(({ seq }) => seq)}`);
    missed.forEach((message) => this.#take(place, message));
    live.forEach((message) => this.#take(place, message));
    return true;
  }

  #hear(message) {
    const place = this.#rooms.get(message.roomId);
    if (!place) return;
    if (place.live) place.live.push(message);
    else this.#take(place, message);
  }

  #take(place, message) {
    place.view.events.push(seen(message));
    place.view.trail.push(`got ${message.seq}`);
    place.last = message.seq;
    place.rev = Math.max(place.rev ?? 0, message.rev ?? 0);
    place.waiting?.();
  }

  /** Waits until the view has come to a place. */
  async reaches(view, seq) {
    const place = this.#rooms.get(view.room);
    await this.#turns.get(view.room);
    if (!place.wanted) await this.join(view.room);
    const end = Date.now() + 30_000;
    while (place.last < seq && Date.now() < end) {
      await Promise.race([new Promise((resolve) => (place.waiting = resolve)), pause(500)]);
    }
  }
}

/** What a client may be told of a server in trouble; it tries again. */
const RETRIED = new Set(['UNAVAILABLE', 'INTERNAL_ERROR']);

function seen({ seq, id, messageId, text }) {
  return { seq, id: id ?? messageId, text };
}

function connected(socket) {
  return socket.connected ? undefined : new Promise((resolve) => socket.once('connect', resolve));
}

/** One attempt; null if there is no answer. */
async function once(socket, event, payload) {
  // The library would keep it, and send it over the next connection before anybody knows of that.
  if (!socket.connected) return null;
  try {
    return await socket.timeout(ACK_PATIENCE).emitWithAck(event, payload);
  } catch {
    return null;
  }
}

/** Asks until there is an answer that is no trouble of the server's. */
async function asked(socket, event, payload, onRefusal = () => {}) {
  for (;;) {
    await connected(socket);
    const answer = await once(socket, event, payload);
    if (answer !== null && answer.status !== 'error') return answer;
    const code = answer?.code ?? 'NO_ANSWER';
    onRefusal(answer?.outcome ? `${code} ${answer.outcome}` : code);
    if (code === 'NOT_IN_ROOM') {
      // A new session: whoever writes joins first.
      await once(socket, 'join_room', { roomId: payload.roomId });
    } else if (answer !== null && !RETRIED.has(code)) {
      throw new Error(`${event} ${JSON.stringify(payload)}: ${JSON.stringify(answer)}`);
    } else {
      await pause(Math.min(answer?.retryAfter ?? 100, 1_000));
    }
  }
}
