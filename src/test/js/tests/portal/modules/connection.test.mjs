// The connection's states, requests and tokens, over a socket that a test drives.
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { beforeEach, test } from 'node:test';
import { settled } from '../../../harness/portal-modules.mjs';

const JS = '../../../../../main/portal/js';
// Only now: it imports the client library, which portal-modules.mjs puts in its place.
const { createConnection } = await import(`${JS}/connection.js`);
const { TokenError } = await import(`${JS}/tokens.js`);

/** As much of the client's socket as the page uses. */
class FakeSocket extends EventEmitter {
  connected = false;
  active = true;
  answer = async () => ({});
  volatile = { emit: (...hint) => this.hints.push(hint) };
  hints = [];
  engine = { readyState: 'open', close: () => (this.engine.readyState = 'closed') };
  io = { engine: this.engine };
  connects = 0;

  constructor(options) {
    super();
    this.options = options;
  }

  connect() {
    this.connects++;
  }

  disconnect() {
    this.connected = false;
    this.active = false;
  }

  comes() {
    this.connected = true;
    this.emit('connect');
  }

  timeout() {
    return { emitWithAck: (...asked) => this.answer(...asked) };
  }
}

let socket;
let told;
let connects;
let connection;

beforeEach(() => {
  globalThis.io = (namespace, options) => (socket = new FakeSocket(options));
  told = [];
  connects = 0;
  connection = createConnection({
    onState: ({ kind, problem }) => told.push(problem ? `${kind} ${problem.code}` : kind),
    onConnect: () => connects++,
  });
});

test('a connection is made, lost, and made again', () => {
  connection.start(async () => 'token');
  socket.comes();
  assert.ok(connection.isConnected);
  socket.connected = false;
  socket.emit('disconnect', 'transport close');
  socket.comes();
  assert.deepEqual(told, ['connecting', 'connected', 'reconnecting CONNECTION_LOST', 'connected']);
  assert.equal(connects, 2);
});

test('a server that cannot be reached is tried again', () => {
  connection.start(async () => 'token');
  socket.emit('connect_error', new Error('refused'));
  assert.deepEqual(told, ['connecting', 'connecting UNREACHABLE']);
});

test('a refusal stays until it is tried again', () => {
  connection.start(async () => 'token');
  socket.active = false;
  socket.emit('connect_error', Object.assign(new Error('no'), { data: { code: 'UNAUTHORIZED' } }));
  assert.equal(told.at(-1), 'refused UNAUTHORIZED');
  connection.retry();
  assert.equal(told.at(-1), 'connecting');
  assert.equal(socket.connects, 2);
});

test('a connection that the server ends carries its reason', () => {
  connection.start(async () => 'token');
  socket.comes();
  socket.emit('disconnecting_reason', { code: 'TOKEN_EXPIRED' });
  socket.active = false;
  socket.emit('disconnect', 'io server disconnect');
  assert.equal(told.at(-1), 'refused TOKEN_EXPIRED');
});

test('a request gives the ack, and fails with what the server refuses', async () => {
  connection.start(async () => 'token');
  socket.comes();
  socket.answer = async (event, payload) => ({ event, payload });
  assert.deepEqual(await connection.request('ping', 1), { event: 'ping', payload: 1 });
  socket.answer = async () => ({ status: 'error', code: 'RATE_LIMITED', retryAfter: 5 });
  await assert.rejects(connection.request('ping'), { code: 'RATE_LIMITED', retryAfter: 5 });
});

test('a request without a connection or an answer says which it was', async () => {
  await assert.rejects(connection.request('ping'), { code: 'OFFLINE', isOffline: true });
  connection.start(async () => 'token');
  socket.comes();
  socket.answer = () => Promise.reject(new Error('timeout'));
  await assert.rejects(connection.request('ping'), { code: 'TIMEOUT', isOffline: false });
  socket.answer = () => {
    socket.connected = false;
    return Promise.reject(new Error('closed'));
  };
  await assert.rejects(connection.request('ping'), { code: 'OFFLINE' });
});

test('handlers hear every connection that follows', () => {
  const heard = [];
  connection.on('news', (data) => heard.push(data));
  connection.start(async () => 'token');
  socket.emit('news', 1);
  const first = socket;
  connection.start(async () => 'token');
  socket.emit('news', 2);
  first.emit('news', 3);
  assert.deepEqual(heard, [1, 2]);
});

test('hints are sent only over a connection', () => {
  connection.start(async () => 'token');
  connection.hint('typing', {});
  socket.comes();
  connection.hint('typing', { isTyping: true });
  assert.deepEqual(socket.hints, [['typing', { isTyping: true }]]);
});

test('every connect has a fresh token', async () => {
  const tokens = ['one', 'two'];
  connection.start(async () => tokens.shift());
  const given = [];
  socket.options.auth((auth) => given.push(auth.token));
  socket.options.auth((auth) => given.push(auth.token));
  await settled();
  assert.deepEqual(given, ['one', 'two']);
});

test('a refused token ends the attempts, an unreachable issuer only this one', async () => {
  let failure = new Error('503');
  connection.start(() => Promise.reject(failure));
  socket.options.auth(assert.fail);
  await settled();
  assert.equal(socket.engine.readyState, 'closed');
  assert.deepEqual(told, ['connecting']);
  socket.engine.readyState = 'open';
  failure = new TokenError('NO_DEVELOPMENT_MODE', 'no');
  socket.options.auth(assert.fail);
  await settled();
  assert.equal(told.at(-1), 'refused NO_DEVELOPMENT_MODE');
});
