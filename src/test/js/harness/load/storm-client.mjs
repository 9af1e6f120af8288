// A lightweight client, of which one process can run thousands: Socket.IO on a bare WebSocket, one socket in /chat, one
// room. It reconnects automatically, to the next server, and joins with its position.
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

const ANSWER_PATIENCE = 15_000;
const NAMESPACE = '/chat';

/** Temporary errors of the server, after which the client retries. */
const RETRIED = new Set(['UNAVAILABLE', 'INTERNAL_ERROR']);

export class StormClient {
  #servers;
  #turn = 0;
  #auth;
  #wire = null;
  #over = false;
  #answers = new Map();
  #number = 0;
  #waiting = [];
  #count;
  #epoch;
  room;
  /** The messages that it was given, by their place: the first is that after `from`. */
  from = null;
  ids = [];
  /** What was wrong with what it was given. */
  violations = [];
  /** Whether it hears its room now. */
  isLive = false;

  /** @param count takes note of what happened, by its name */
  constructor(servers, room, auth, count) {
    this.#servers = servers;
    this.room = room;
    this.#auth = auth;
    this.#count = count;
  }

  /** The place of the last message that it has. */
  get last() {
    return this.from === null ? null : this.from + this.ids.length;
  }

  /** Which of the servers it is on, or tries. */
  get turn() {
    return this.#turn;
  }

  /** Resolves when it hears its room for the first time; then it goes on until it is closed. */
  start() {
    const first = this.live();
    this.#stay();
    return first;
  }

  /** Resolves when it hears its room. */
  live() {
    return this.isLive ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Resolves when the connection is over. */
  close() {
    this.#over = true;
    const wire = this.#wire;
    if (wire === null || wire.readyState === WebSocket.CLOSED) return Promise.resolve();
    const closed = new Promise((resolve) => wire.once('close', resolve));
    wire.close();
    return closed;
  }

  async #stay() {
    while (!this.#over) {
      const server = this.#servers[this.#turn].replace(/^http/, 'ws');
      const wire = new WebSocket(`${server}/socket.io/?EIO=4&transport=websocket`);
      this.#wire = wire;
      wire.on('message', (data) => this.#receive(data.toString()));
      // The close event that follows handles it.
      wire.on('error', () => {});
      await new Promise((resolve) => wire.on('close', resolve));
      this.isLive = false;
      for (const answered of this.#answers.values()) answered(null);
      this.#answers.clear();
      this.#turn = (this.#turn + 1) % this.#servers.length;
      // Like real clients, which do not all reconnect at once.
      if (!this.#over) await pause(100 + 900 * Math.random());
    }
  }

  #receive(packet) {
    if (packet === '2') return this.#send('3');
    if (packet[0] === '0') return this.#send(`40${NAMESPACE},${JSON.stringify(this.#auth)}`);
    if (packet[0] !== '4') return undefined;
    const comma = packet.indexOf(',');
    const kind = packet[1];
    if (kind === '0') return this.#join();
    if (kind === '1') return this.#wire.close();
    if (kind === '4') {
      this.#count(`CONNECT_ERROR ${JSON.parse(packet.slice(comma + 1)).message}`);
      return this.#wire.close();
    }
    const start = packet.indexOf('[', comma);
    const [first, payload] = JSON.parse(packet.slice(start));
    if (kind === '3') {
      const number = Number(packet.slice(comma + 1, start));
      const answered = this.#answers.get(number);
      this.#answers.delete(number);
      return answered?.(first);
    }
    return first === 'new_message' && payload.roomId === this.room ? this.#take(payload) : undefined;
  }

  #send(packet) {
    if (this.#wire.readyState === WebSocket.OPEN) this.#wire.send(packet);
  }

  /** One attempt; null if there is no answer. What `then` does is done before anything else is heard. */
  #ask(event, payload, then = () => {}) {
    const number = this.#number++;
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.#count(`NO_ANSWER to ${event}`);
        this.#answers.delete(number);
        resolve(null);
      }, ANSWER_PATIENCE);
      this.#answers.set(number, (answer) => {
        clearTimeout(late);
        if (answer?.status === 'error') this.#count(answer.code);
        else if (answer) then(answer);
        resolve(answer);
      });
      this.#send(`42${NAMESPACE},${number}${JSON.stringify([event, payload])}`);
    });
  }

  /** Asks until there is an answer that is no trouble of the server's. */
  async #asked(event, payload) {
    for (;;) {
      await this.live();
      const answer = await this.#ask(event, payload);
      if (answer && answer.status !== 'error') return answer;
      if (answer && !RETRIED.has(answer.code)) throw new Error(`${event}: ${JSON.stringify(answer)}`);
      await pause(200);
    }
  }

  /** Answers with the acknowledgement. */
  post(text, clientMessageId) {
    return this.#asked('send_message', { roomId: this.room, text, clientMessageId });
  }

  /** The ids of all messages of its room, in their order. */
  async history() {
    const ids = [];
    for (let more = true; more; ) {
      const page = await this.#asked('get_history', { roomId: this.room, after: ids.length, limit: 100 });
      ids.push(...page.messages.map(({ id }) => id));
      ({ more } = page);
    }
    return ids;
  }

  async #join() {
    const wire = this.#wire;
    const since = this.last;
    const place = since === null ? {} : { since, epoch: this.#epoch };
    const answer = await this.#ask('join_room', { roomId: this.room, ...place }, (ack) => this.#joined(since, ack));
    if (!answer?.joined) {
      if (answer && !RETRIED.has(answer.code)) this.violations.push(`was refused: ${JSON.stringify(answer)}`);
      // The join may have succeeded although its acknowledgement is missing: only a new connection is certainly outside.
      wire.close();
    }
  }

  #joined(since, { recovered, more, messages, lastSeq, epoch }) {
    if (since === null) this.from = messages.length ? messages[0].seq - 1 : lastSeq;
    else if (!recovered || more) this.violations.push(`was not told all after ${since}`);
    this.#epoch = epoch;
    messages.forEach((message) => this.#take(message));
    if (this.last !== lastSeq) this.violations.push(`was told up to ${this.last} of ${lastSeq}`);
    this.isLive = true;
    this.#count(since === null ? 'joins' : 'rejoins');
    this.#waiting.splice(0).forEach((resolve) => resolve());
  }

  #take({ seq, id }) {
    if (seq === this.last + 1) this.ids.push(id);
    else this.violations.push(`got ${seq} after ${this.last}`);
  }
}
