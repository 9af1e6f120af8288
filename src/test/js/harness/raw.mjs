// Engine.IO without its client library: single requests, polling sessions and WebSockets as on the wire. Everything that
// waits has a deadline.
import assert from 'node:assert/strict';
import http from 'node:http';
import { afterEach } from 'node:test';
import { WebSocket } from 'ws';
import { SERVER } from './client.mjs';

export const ENGINE = '/engine.io/';
export const SOCKET_IO = '/socket.io/';
export const SEPARATOR = '\x1e';

const DEADLINE = 15_000;
const wires = new Set();
const calls = new Set();

afterEach(() => {
  wires.forEach((wire) => wire.terminate());
  wires.clear();
  calls.forEach((call) => call.abort());
  calls.clear();
});

/** Resolves with the promise, or fails at the deadline with an error that names what is missing. */
export function within(promise, what, millis = DEADLINE) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} never came`)), millis);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function address(path, query, scheme = 'http') {
  const base = SERVER.replace(/^http/, scheme);
  const parameters = new URLSearchParams(Object.entries(query).filter(([, v]) => v !== undefined));
  return `${base}${path}?${parameters}`;
}

/** Starts a request: `answer` is a promise of the response, `abort` cuts the connection. */
export function call(method, query, { path = ENGINE, body, headers = {}, agent } = {}) {
  const request = http.request(address(path, query), { method, headers, agent });
  const answer = new Promise((resolve, reject) => {
    request.on('response', async (response) => {
      try {
        const chunks = [];
        for await (const chunk of response) {
          chunks.push(chunk);
        }
        const bytes = Buffer.concat(chunks);
        const { statusCode: status, headers: got } = response;
        resolve({ status, headers: got, bytes, text: bytes.toString('utf8') });
      } catch (error) {
        reject(error);
      }
    });
    request.on('error', reject);
  });
  answer.catch(() => {}); // Callers that await it get the error; nobody awaits an aborted call.
  const started = {
    request,
    answer: within(answer, `an answer to ${method}`),
    abort: () => request.destroy(),
    /** When the request has left this machine. */
    sent: new Promise((resolve) => request.on('finish', resolve)),
  };
  started.answer.catch(() => {});
  calls.add(started);
  if (body !== null) {
    request.end(body);
  }
  return started;
}

/** Sends a request and returns the complete response. */
export function ask(method, query, options) {
  return call(method, query, options).answer;
}

/** Returns the Engine.IO error in a response. */
export function assertRefused(answer, status, code, message) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers['content-type'], /^application\/json\b/);
  assert.equal(answer.text, JSON.stringify({ code, message }));
}

/** A polling session. */
export class Session {
  constructor(open, path) {
    this.open = open;
    this.sid = open.sid;
    this.path = path;
  }

  static async begin(path = ENGINE, query = {}) {
    const answer = await ask('GET', { EIO: 4, transport: 'polling', ...query }, { path });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.text[0], '0', answer.text);
    return new Session(JSON.parse(answer.text.slice(1)), path);
  }

  get query() {
    return { EIO: 4, transport: 'polling', sid: this.sid };
  }

  /** Starts a GET. */
  poll(options = {}) {
    return call('GET', this.query, { path: this.path, ...options });
  }

  /** A GET that ends with packets. */
  async packets() {
    const answer = await this.poll().answer;
    assert.equal(answer.status, 200, answer.text);
    return answer.text;
  }

  /** Polls until a packet of Engine.IO's that is no heartbeat's has come; answers all of those. */
  async messages(count = 1) {
    const found = [];
    while (found.length < count) {
      for (const packet of (await this.packets()).split(SEPARATOR)) {
        if (packet === '2') {
          await this.post('3');
        } else {
          found.push(packet);
        }
      }
    }
    return found;
  }

  /** Starts a POST whose body is sent by the caller. */
  beginPost(headers = {}) {
    const type = { 'Content-Type': 'text/plain;charset=UTF-8' };
    return call('POST', this.query, { path: this.path, body: null, headers: { ...type, ...headers } });
  }

  post(body, headers = {}) {
    const type = { 'Content-Type': 'text/plain;charset=UTF-8' };
    return ask('POST', this.query, { path: this.path, body, headers: { ...type, ...headers } });
  }

  async send(...packets) {
    const answer = await this.post(packets.join(SEPARATOR));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.text, 'ok');
  }

  /** The server does not know this session any more, or stops knowing it with this request. */
  async assertGone() {
    assertRefused(await this.post('3'), 400, 1, 'Session ID unknown');
  }

  async assertAlive() {
    await this.send('4alive');
    assert.deepEqual(await this.messages(), ['4alive']);
  }

  /** A WebSocket that wants to take this session over. */
  upgrade(query = {}) {
    return Wire.open({ EIO: 4, transport: 'websocket', sid: this.sid, ...query }, this.path);
  }

  /** Takes the session over as clients do. */
  async moveToWebSocket() {
    const wire = await this.upgrade();
    wire.send('2probe');
    assert.equal(await wire.next(), '3probe');
    wire.send('5');
    return wire;
  }
}

/** A WebSocket that queues received frames until a test reads them. */
export class Wire {
  #socket;
  #came = [];
  #waiting = [];

  constructor(url, options) {
    this.#socket = new WebSocket(url, options);
    wires.add(this);
    this.opened = new Promise((resolve, reject) => {
      this.#socket.on('open', () => resolve(this));
      this.#socket.on('error', reject);
      this.#socket.on('unexpected-response', (request, response) => {
        this.refusal = { status: response.statusCode, headers: response.headers };
        response.resume();
        reject(new Error(`refused with ${response.statusCode}`));
      });
    });
    this.opened.catch(() => {});
    this.#socket.on('upgrade', (response) => {
      this.headers = response.headers;
    });
    this.closed = new Promise((resolve) => {
      this.#socket.on('close', (code) => {
        resolve(code);
        this.#waiting.splice(0).forEach(({ reject }) => reject(new Error(`closed with ${code}`)));
      });
    });
    this.#socket.on('message', (data, binary) => {
      const message = binary ? data : data.toString();
      const waiter = this.#waiting.shift();
      if (waiter) {
        waiter.resolve(message);
      } else {
        this.#came.push(message);
      }
    });
  }

  static async open(query, path = ENGINE, options = {}) {
    const wire = new Wire(address(path, query, 'ws'), options);
    await within(wire.opened, 'the WebSocket');
    return wire;
  }

  /** A session that began on its WebSocket, past the open packet. */
  static async begin(path = ENGINE, query = {}, options = {}) {
    const wire = await Wire.open({ EIO: 4, transport: 'websocket', ...query }, path, options);
    const packet = await wire.next();
    assert.equal(packet[0], '0', packet);
    wire.session = JSON.parse(packet.slice(1));
    return wire;
  }

  /** What the server says to a handshake that it refuses; undefined if it goes on. */
  static async attempt(query, path = ENGINE, options = {}) {
    const wire = new Wire(address(path, query, 'ws'), options);
    await within(wire.opened.catch(() => {}), 'an end of the handshake');
    return wire.refusal;
  }

  send(...messages) {
    messages.forEach((message) => this.#socket.send(message));
  }

  /** The messages in one TCP segment. */
  sendTogether(...messages) {
    this.#socket._socket.cork();
    this.send(...messages);
    this.#socket._socket.uncork();
  }

  /** A message in two frames. */
  sendFragmented(first, second) {
    this.#socket.send(first, { fin: false });
    this.#socket.send(second, { fin: true });
  }

  ping() {
    return within(
      new Promise((resolve) => {
        this.#socket.once('pong', resolve);
        this.#socket.ping();
      }),
      'a pong of the WebSocket',
    );
  }

  /** The next message; a Buffer if it is binary. */
  next() {
    if (this.#came.length > 0) {
      return Promise.resolve(this.#came.shift());
    }
    const { readyState } = this.#socket;
    assert.notEqual(readyState, WebSocket.CLOSED, 'the WebSocket is closed');
    return within(
      new Promise((resolve, reject) => this.#waiting.push({ resolve, reject })),
      'a message',
    );
  }

  close() {
    this.#socket.close();
    return this.end();
  }

  terminate() {
    this.#socket.terminate();
  }

  /** The code with which the WebSocket was closed. */
  end() {
    return within(this.closed, 'the close');
  }

  async assertAlive() {
    this.send('4alive');
    assert.equal(await this.next(), '4alive');
  }
}

/** A Socket.IO client over either transport that sends and reads single packets. */
export class SocketIo {
  static async overWebSocket(options = {}) {
    const wire = await Wire.begin(SOCKET_IO, options.query, options);
    return new SocketIo({
      wire,
      send: (packet) => wire.send(packet),
      next: () => wire.next(),
      ended: () => wire.end(),
    });
  }

  static async overPolling(options = {}) {
    const session = await Session.begin(SOCKET_IO, options.query);
    const came = [];
    return new SocketIo({
      session,
      send: (packet) =>
        session.send(Buffer.isBuffer(packet) ? `b${packet.toString('base64')}` : packet),
      next: async () => {
        if (came.length === 0) {
          came.push(...(await session.messages()));
        }
        const packet = came.shift();
        return packet[0] === 'b' ? Buffer.from(packet.slice(1), 'base64') : packet;
      },
      ended: async () => {
        assert.equal(await session.packets(), '1');
        await session.assertGone();
      },
    });
  }

  constructor(transport) {
    this.transport = transport;
  }

  /** Joins a namespace; answers what the CONNECT reply held. */
  async join(namespace = '/', auth) {
    const prefix = namespace === '/' ? '40' : `40${namespace},`;
    await this.send(prefix + (auth ? JSON.stringify(auth) : ''));
    const reply = await this.next();
    assert.ok(reply.startsWith(`${prefix}{`), reply);
    return JSON.parse(reply.slice(prefix.length));
  }

  /** Joins a namespace of the suites, past its greeting. */
  async enter(namespace = '/', auth = {}) {
    const reply = await this.join(namespace, auth);
    const prefix = namespace === '/' ? '42' : `42${namespace},`;
    assert.equal(await this.next(), `${prefix}["auth",${JSON.stringify(auth)}]`);
    return reply;
  }

  send(packet) {
    return this.transport.send(packet);
  }

  async sendAll(...packets) {
    for (const packet of packets) {
      await this.send(packet);
    }
  }

  next() {
    return this.transport.next();
  }

  /** The whole connection has ended. */
  ended() {
    return this.transport.ended();
  }

  async assertAlive(marker = 'alive') {
    await this.send(`42["message","${marker}"]`);
    assert.equal(await this.next(), `42["message-back","${marker}"]`);
  }
}
