// A server that polls only, at an address of its own, with a cookie and without recovery:
// TransportsIT has its settings.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERVER, ask, attempt, connect, gather, happens, newUser, next } from '../../harness/client.mjs';

const DOOR = `${SERVER}${process.env.PARLEY_PATH}`;

const handshake = (query = 'EIO=4&transport=polling', init = {}) =>
  fetch(`${DOOR}/?${query}`, init);

async function opened(response) {
  const body = await response.text();
  assert.equal(body[0], '0');
  return JSON.parse(body.slice(1));
}

test('a client that polls chats at the configured address', async () => {
  const { room, a, b } = await gather({ a: {}, b: {} });
  assert.equal(a.io.engine.transport.name, 'polling');
  await ask(a, 'send_message', { roomId: room, text: 'hello' });
  assert.equal((await next(b, 'new_message')).text, 'hello');
});

test('nothing is at the usual address', async () => {
  assert.equal((await fetch(`${SERVER}/socket.io/?EIO=4&transport=polling`)).status, 404);
  assert.equal((await fetch(`${SERVER}/socket.io/socket.io.js`)).status, 404);
});

test('no upgrade is offered where WebSocket is off', async () => {
  assert.deepEqual((await opened(await handshake())).upgrades, []);
});

test('a WebSocket is refused where it is off', async () => {
  const user = await newUser();
  const error = await attempt({ auth: { token: user.token }, transports: ['websocket'] });
  assert.match(error.description.message, /\b400\b/);
  assert.deepEqual(await (await handshake('EIO=4&transport=websocket')).json(), {
    code: 0,
    message: 'Transport unknown',
  });
});

test('the handshake sets the cookie for load balancers, and nothing after it does', async () => {
  const response = await handshake();
  const { sid } = await opened(response);
  assert.deepEqual(response.headers.getSetCookie(), [
    `node=${sid}; Path=/portal; HttpOnly; SameSite=Strict`,
  ]);
  const post = await handshake(`EIO=4&transport=polling&sid=${sid}`, { method: 'POST', body: '40' });
  assert.equal(await post.text(), 'ok');
  assert.deepEqual(post.headers.getSetCookie(), []);
});

test('without recovery the answer to CONNECT has the socket id and nothing else', async () => {
  const { token } = await newUser();
  const { sid } = await opened(await handshake());
  const session = `EIO=4&transport=polling&sid=${sid}`;
  await handshake(session, { method: 'POST', body: `40/chat,${JSON.stringify({ token })}` });
  const [answer, greeting] = (await (await handshake(session)).text()).split('\x1e');
  assert.deepEqual(Object.keys(JSON.parse(answer.slice('40/chat,'.length))), ['sid']);
  const event = greeting ?? (await (await handshake(session)).text()).split('\x1e')[0];
  assert.equal(JSON.parse(event.slice('42/chat,'.length)).length, 2, event);
});

test('without recovery a client that comes back is a new one', async () => {
  const socket = await connect(await newUser());
  const before = socket.id;
  const gone = happens(socket, 'disconnect');
  socket.io.engine.close();
  await gone;
  const back = happens(socket, 'connect');
  socket.connect();
  await back;
  assert.ok(!socket.recovered);
  assert.notEqual(socket.id, before);
});

test('the JavaScript client is not served where that is off', async () => {
  assert.equal((await fetch(`${DOOR}/socket.io.js`)).status, 404);
});
