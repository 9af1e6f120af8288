// A node that drains (DrainIT): who is here goes and comes back elsewhere, and nobody new is let in.
// The tests run in this order, on one node that drains once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import WebSocket from 'ws';
import { SERVER, connect, happens, newUser, open } from '../../harness/client.mjs';

const PLAIN = `${SERVER.replace(/^http/, 'ws')}/ws/chat`;

const admin = await newUser('admin', { groups: ['admin'] });
const user = await newUser();

const api = (method, path, { token }) =>
  fetch(`${SERVER}/api${path}`, { method, headers: { Authorization: `Bearer ${token}` } });

/** Which checks say what: WildFly answers at its management port. */
async function health(kind) {
  const response = await fetch(`${process.env.PARLEY_HEALTH}/health/${kind}`);
  const { status, checks } = await response.json();
  const ours = checks.filter(({ name }) => !name.includes('-')).map((check) => [check.name, check.status]);
  return { code: response.status, status, checks: Object.fromEntries(ours) };
}

test('a node that serves is live, started and ready', async () => {
  assert.deepEqual(await health('live'), { code: 200, status: 'UP', checks: { parley: 'UP' } });
  assert.deepEqual(await health('started'), { code: 200, status: 'UP', checks: { boot: 'UP' } });
  const checks = { doors: 'UP', database: 'UP', cluster: 'UP', server: 'UP', threads: 'UP' };
  assert.deepEqual(await health('ready'), { code: 200, status: 'UP', checks });
});

test('only an admin may drain a node', async () => {
  assert.equal((await api('POST', '/drain', user)).status, 403);
});

test('all clients are sent away by what makes them come back', async () => {
  const plain = new WebSocket(`${PLAIN}?token=${user.token}`);
  await happens(plain, 'open');
  const polling = await connect(user, { transports: ['polling'] });
  const webSocket = await connect(user, { transports: ['websocket'] });
  const gone = [polling, webSocket].map((socket) => happens(socket, 'disconnect'));
  const closed = happens(plain, 'close');

  const answer = await api('POST', '/drain', admin);
  assert.equal(answer.status, 202);
  // The first of them goes at once.
  assert.deepEqual(await answer.json(), { connections: 3 });
  for (const [reason] of await Promise.all(gone)) {
    assert.equal(reason, 'transport close');
  }
  const [code] = await closed;
  assert.equal(code, 1012);
});

test('a node that drains is live, but not ready', async () => {
  assert.equal((await health('live')).code, 200);
  const checks = { doors: 'DOWN', database: 'UP', cluster: 'UP', server: 'UP', threads: 'UP' };
  assert.deepEqual(await health('ready'), { code: 503, status: 'DOWN', checks });
});

test('a Socket.IO client is turned away, and goes on trying', async () => {
  const socket = open({ auth: { token: user.token }, reconnection: true });
  const [error] = await happens(socket, 'connect_error');
  assert.match(String(error.description?.message), /\b503\b/);
  assert.equal(socket.active, true);
});

test('a client of the plain door is turned away with the time to wait', async () => {
  const ws = new WebSocket(`${PLAIN}?token=${user.token}`);
  const [, response] = await happens(ws, 'unexpected-response');
  assert.equal(response.statusCode, 503);
  assert.equal(typeof response.headers['retry-after'], 'string');
  response.destroy();
});

test('whoever asks again hears how many are left', async () => {
  const answer = await api('POST', '/drain', admin);
  assert.equal(answer.status, 202);
  assert.deepEqual(await answer.json(), { connections: 0 });
});

test('what is asked by REST is answered to the end', async () => {
  const answer = await api('GET', '/stats', admin);
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).connections, 0);
});
