import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'node:test';
import {
  ask,
  attach,
  attempt,
  connect,
  greeted,
  happens,
  issueToken,
  newManager,
  newUser,
  next,
  refused,
  roundTrip,
  SERVER,
  unique,
} from '../../harness/client.mjs';
import { is, shape } from '../../harness/shape.mjs';

test('a development token comes with the moment at which it ends', async () => {
  const body = await issueToken({ sub: unique('id'), username: unique('name') });
  shape(body, { token: /^[\w-]+\.[\w-]+\.[\w-]+$/, expiresAt: 'iso' });
});

for (const nsp of ['/', '/chat']) {
  test(`the server greets a client of ${nsp} with who he is and what the limits are`, async () => {
    const user = await newUser();
    const manager = newManager();
    const socket = attach(manager, nsp, { token: user.token });
    socket.connect();
    shape(await greeted(socket), {
      clientId: is(socket.id),
      userId: is(user.sub),
      username: is(user.username),
      serverTime: 'millis',
      tokenExpiresAt: 'iso',
      limits: { text: is(1000), payload: is(65536), rate: 'count', window: 'count' },
      presence: 'any',
      version: 'string',
    });
  });
}

test('a token is taken from the auth payload', async () => {
  const user = await newUser();
  await identified({ auth: { token: user.token } }, user);
});

test('a token is taken from the Authorization header', async () => {
  const user = await newUser();
  await identified({ headers: bearer(user) }, user);
});

test('a token is taken from the query', async () => {
  const user = await newUser();
  await identified({ query: { token: user.token } }, user);
});

test('the token in the auth payload wins over header and query', async () => {
  const [mine, headers, query] = await Promise.all([newUser(), newUser(), newUser()]);
  const places = { auth: { token: mine.token }, headers: bearer(headers) };
  await identified({ ...places, query: { token: query.token } }, mine);
});

test('the token in the header wins over the one in the query', async () => {
  const [mine, query] = await Promise.all([newUser(), newUser()]);
  await identified({ headers: bearer(mine), query: { token: query.token } }, mine);
});

for (const empty of ['', ' ', 'Bearer ']) {
  test(`the token "${empty}" in the auth payload counts as none`, async () => {
    const user = await newUser();
    await identified({ auth: { token: empty }, headers: bearer(user) }, user);
  });
}

test('an empty token in the header counts as none', async () => {
  const user = await newUser();
  await identified({ headers: { Authorization: 'Bearer ' }, query: { token: user.token } }, user);
});

test('Bearer before the token in the auth payload is ignored', async () => {
  const user = await newUser();
  await identified({ auth: { token: `Bearer ${user.token}` } }, user);
});

test('a bad token in the auth payload is not made good by the query', async () => {
  const user = await newUser();
  const error = await refused({ auth: { token: 'no.good.token' }, query: { token: user.token } });
  assertRefusal(error, 'Invalid token', 'INVALID_TOKEN');
});

test('a client without a token is unauthorized', async () => {
  assertRefusal(await refused({}), 'Unauthorized', 'UNAUTHORIZED');
});

test('garbage is an invalid token', async () => {
  const error = await refused({ auth: { token: 'garbage' } });
  assertRefusal(error, 'Invalid token', 'INVALID_TOKEN');
});

test('a token whose signature was changed is invalid', async () => {
  const { token } = await newUser();
  const [header, claims, signature] = token.split('.');
  const first = signature[0] === 'A' ? 'B' : 'A';
  const forged = [header, claims, first + signature.slice(1)].join('.');
  assertRefusal(await refused({ auth: { token: forged } }), 'Invalid token', 'INVALID_TOKEN');
});

test('a token without a signature is invalid', async () => {
  const { token } = await newUser();
  const header = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  const unsigned = `${header}.${token.split('.')[1]}.`;
  assertRefusal(await refused({ auth: { token: unsigned } }), 'Invalid token', 'INVALID_TOKEN');
});

test('a token past its end is refused as expired', async () => {
  const user = await newUser('brief', { expiresIn: 1 });
  assertRefusal(await expired(user.token), 'Invalid token', 'TOKEN_EXPIRED');
});

test('a client without a token may try again with one on the same connection', async () => {
  const user = await newUser();
  const socket = attach(newManager(), '/chat', {});
  socket.connect();
  const [error] = await happens(socket, 'connect_error');
  assert.equal(error.message, 'Unauthorized');
  socket.auth = { token: user.token };
  socket.connect();
  assert.equal((await greeted(socket)).userId, user.sub);
});

test('a namespace that does not exist is invalid', async () => {
  const user = await newUser();
  const error = await refused({ nsp: '/nowhere', auth: { token: user.token } });
  assert.equal(error.message, 'Invalid namespace');
  assert.equal(error.data, undefined);
});

test('a handshake from a foreign origin is refused with 403', async () => {
  const user = await newUser();
  const error = await refused({
    auth: { token: user.token },
    headers: { Origin: 'http://foreign.example' },
  });
  // A WebSocket's error has a message, the one of polling is the status itself.
  assert.match(String(error.description?.message ?? error.description), /\b403\b/);
});

test("a handshake from the server's own origin is let in", async () => {
  const user = await newUser();
  const headers = { Origin: new URL(SERVER).origin };
  await identified({ auth: { token: user.token }, headers }, user);
});

test('two namespaces on one connection have ids of their own', async () => {
  const { root, chat, manager } = await twoNamespaces();
  const ids = [root.id, chat.id, manager.engine.id];
  assert.equal(new Set(ids).size, 3, `ids: ${ids}`);
});

test('leaving one namespace leaves the other alone', async () => {
  const { root, chat, manager } = await twoNamespaces();
  root.disconnect();
  await roundTrip(chat);
  assert.ok(chat.connected);
  assert.equal(manager.engine.readyState, 'open');
});

test('a namespace that was left can be entered again on the same connection', async () => {
  const { root, chat, manager } = await twoNamespaces();
  const before = { engine: manager.engine.id, root: root.id };
  root.disconnect();
  await roundTrip(chat);
  const greeting = next(root, 'connected', (c) => c.clientId !== before.root);
  root.connect();
  await greeting;
  assert.equal(manager.engine.id, before.engine);
  assert.notEqual(root.id, before.root);
});

test('two namespaces on one connection may belong to two users', async () => {
  const [one, two] = await Promise.all([newUser(), newUser()]);
  const manager = newManager();
  const root = attach(manager, '/', { token: one.token });
  const chat = attach(manager, '/chat', { token: two.token });
  root.connect();
  chat.connect();
  assert.equal((await greeted(root)).userId, one.sub);
  assert.equal((await greeted(chat)).userId, two.sub);
});

test('a client comes back by itself after its transport was cut', async () => {
  const socket = await connect(await newUser(), { reconnection: true });
  const gone = happens(socket, 'disconnect');
  const back = next(socket, 'connected');
  socket.io.engine.close();
  await gone;
  shape((await back).clientId, is(socket.id));
  await roundTrip(socket);
});

async function identified(options, user) {
  const socket = attach(newManager(options), '/chat', options.auth);
  socket.connect();
  assert.equal((await greeted(socket)).userId, user.sub);
}

function bearer(user) {
  return { Authorization: `Bearer ${user.token}` };
}

function assertRefusal(error, message, code) {
  assert.deepEqual({ message: error.message, data: error.data }, { message, data: { code } });
}

/** Tries the token until its end has come; a server may allow for a skew of clocks. */
async function expired(token) {
  const end = Date.now() + 90_000;
  while (Date.now() < end) {
    const error = await attempt({ auth: { token } });
    if (error) {
      return error;
    }
    await pause(200);
  }
  return assert.fail('the token never expired');
}

async function twoNamespaces() {
  const user = await newUser();
  const manager = newManager();
  const root = attach(manager, '/', { token: user.token });
  const chat = attach(manager, '/chat', { token: user.token });
  root.connect();
  chat.connect();
  await Promise.all([greeted(root), greeted(chat)]);
  return { root, chat, manager };
}
