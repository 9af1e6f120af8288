// The life of a token: the server warns two seconds before its end, and hangs up one second after it
// (LifeIT). A token ends at a whole second, so one "of three seconds" lasts between two and three.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';
import {
  SERVER,
  ask,
  attach,
  connect,
  greeted,
  happens,
  heard,
  issueToken,
  newManager,
  newUser,
  next,
  open,
  roundTrip,
  unique,
} from '../../harness/client.mjs';
import { failure, is, shape } from '../../harness/shape.mjs';

/** Another token of the same user. */
async function tokenOf(user, expiresIn) {
  return issueToken({ sub: user.sub, username: user.username, expiresIn });
}

/** Waits for the end that the server has told, and answers how an event is refused after it. */
async function ended(socket) {
  const [warning] = heard(socket, 'token_expiring').slice(-1);
  const { expiresAt } = warning ?? (await next(socket, 'token_expiring'));
  await pause(Math.max(0, Date.parse(expiresAt) - Date.now() + 10));
  return ask(socket, 'ping');
}

async function answersAgain(socket) {
  shape(await ask(socket, 'ping'), { timestamp: 'millis' });
}

test('a client is told before its token ends, and not long before', async () => {
  const socket = open({ auth: { token: (await newUser('brief', { expiresIn: 5 })).token } });
  const { tokenExpiresAt } = await greeted(socket);
  const warning = await next(socket, 'token_expiring');
  const left = Date.parse(warning.expiresAt) - Date.now();
  shape(warning, { expiresAt: is(tokenExpiresAt) });
  assert.ok(left > 1_000 && left <= 2_000, `told ${left} ms before the end`);
});

test('a client whose token ends soon is told at once, after its greeting', async () => {
  const events = [];
  const socket = open({ auth: { token: (await newUser('brief', { expiresIn: 2 })).token } });
  socket.onAny((event) => events.push(event));
  await next(socket, 'token_expiring');
  assert.deepEqual(
    events.filter((event) => event === 'connected' || event === 'token_expiring'),
    ['connected', 'token_expiring'],
  );
});

test('a kebab client is told in kebab', async () => {
  const user = await newUser('brief', { expiresIn: 2 });
  const socket = await connect(user, { naming: 'kebab' });
  shape(await next(socket, 'token-expiring'), { expiresAt: 'iso' });
});

test('after the end of its token a client is refused whatever it sends', async () => {
  const socket = await connect(await newUser('brief', { expiresIn: 2 }));
  shape(await ended(socket), failure('TOKEN_EXPIRED'));
  const [join, unknown] = await Promise.all([
    ask(socket, 'join_room', { roomId: unique('room') }),
    ask(socket, 'no_such_event'),
  ]);
  assert.deepEqual([join.code, unknown.code], ['TOKEN_EXPIRED', 'TOKEN_EXPIRED']);
  socket.emit('typing', { roomId: 'any' });
  shape(await next(socket, 'error'), failure('TOKEN_EXPIRED', { event: is('typing') }));
});

test('the connection ends after the grace, so that a stock client comes back', async () => {
  const user = await newUser('brief', { expiresIn: 2 });
  const socket = await connect(user, { reconnection: true });
  const gone = happens(socket, 'disconnect');
  socket.auth = { token: (await tokenOf(user, 600)).token };
  const [reason] = await gone;
  assert.notEqual(reason, 'io server disconnect');
  const back = await next(socket, 'connected');
  assert.equal(back.userId, user.sub);
});

test('a new token before the end lets everything go on', async () => {
  const user = await newUser('brief', { expiresIn: 3 });
  const socket = await connect(user);
  const roomId = unique('room');
  await ask(socket, 'join_room', { roomId });
  const { expiresAt } = await next(socket, 'token_expiring');
  const renewed = await tokenOf(user, 600);
  const answer = await ask(socket, 'refresh_token', { token: renewed.token });
  shape(answer, { ok: is(true), expiresAt: is(renewed.expiresAt) });

  // Another client with a token of the same end shows that the time is over.
  const other = await connect({ token: (await tokenOf(user, 2)).token });
  await happens(other, 'disconnect');
  assert.ok(Date.now() > Date.parse(expiresAt));
  assert.equal((await ask(socket, 'send_message', { roomId, text: 'still here' })).sent, true);
  assert.equal(heard(socket, 'token_expiring').length, 1);
});

test('a new token is taken after the end, too, in either spelling', async () => {
  for (const event of ['refresh_token', 'refresh-token']) {
    const user = await newUser('brief', { expiresIn: 2 });
    const socket = await connect(user);
    await ended(socket);
    const { token } = await tokenOf(user, 600);
    assert.equal((await ask(socket, event, { token })).ok, true);
    await answersAgain(socket);
  }
});

test('what is sent behind a new token is judged by it', async () => {
  const user = await newUser('brief', { expiresIn: 2 });
  const socket = await connect(user);
  await ended(socket);
  const { token } = await tokenOf(user, 600);
  const [refreshed, pong] = await Promise.all([
    ask(socket, 'refresh_token', { token }),
    ask(socket, 'ping'),
  ]);
  assert.equal(refreshed.ok, true);
  assert.equal(typeof pong.timestamp, 'number');
});

test('a new token may be a short one, and its client is told anew', async () => {
  const user = await newUser();
  const socket = await connect(user);
  const { token, expiresAt } = await tokenOf(user, 2);
  await ask(socket, 'refresh_token', { token });
  assert.equal((await next(socket, 'token_expiring')).expiresAt, expiresAt);
  shape(await ended(socket), failure('TOKEN_EXPIRED'));
});

test('the token of somebody else, and one that does not count, are refused', async () => {
  const [user, other] = [await newUser(), await newUser()];
  const socket = await connect(user);
  const codes = [];
  for (const token of [other.token, 'garbage']) {
    codes.push((await ask(socket, 'refresh_token', { token })).code);
  }
  assert.deepEqual(codes, ['INVALID_TOKEN', 'INVALID_TOKEN']);
  shape(await ask(socket, 'refresh_token', {}), failure('INVALID_PAYLOAD', { violations: 'array' }));
  await roundTrip(socket);
  assert.ok(socket.connected);
});

test('a token that has ended is told apart', async () => {
  const user = await newUser();
  const socket = await connect(user);
  const { token, expiresAt } = await tokenOf(user, 1);
  await pause(Math.max(0, Date.parse(expiresAt) - Date.now() + 10));
  shape(await ask(socket, 'refresh_token', { token }), failure('TOKEN_EXPIRED'));
});

test('each namespace of a connection has a token of its own', async () => {
  const user = await newUser('brief', { expiresIn: 3 });
  const manager = newManager();
  const [root, chat] = ['/', '/chat'].map((nsp) => attach(manager, nsp, { token: user.token }));
  root.connect();
  chat.connect();
  await Promise.all([greeted(root), greeted(chat)]);
  const { token } = await tokenOf(user, 600);
  assert.equal((await ask(chat, 'refresh_token', { token })).ok, true);
  shape(await ended(root), failure('TOKEN_EXPIRED'));
  await answersAgain(chat);
});

test('an added gateway is closed by the end of a token as well, and takes a new one', async () => {
  const user = await newUser('brief', { expiresIn: 2 });
  const manager = newManager();
  const orders = attach(manager, '/orders', { token: user.token });
  const connected = happens(orders, 'connect');
  orders.connect();
  await connected;
  shape(await ended(orders), failure('TOKEN_EXPIRED'));
  const order = { item: 'tea', count: 1 };
  shape(await ask(orders, 'place_order', order), failure('TOKEN_EXPIRED'));
  const { token } = await tokenOf(user, 600);
  assert.equal((await ask(orders, 'refresh_token', { token })).ok, true);
  assert.equal((await ask(orders, 'place_order', order)).ordered, 'tea');
});

test('a client of the plain door is closed with 4401', async () => {
  const { token } = await newUser('brief', { expiresIn: 2 });
  const ws = new WebSocket(`${SERVER.replace(/^http/, 'ws')}/ws/chat?token=${token}`);
  const events = [];
  ws.on('message', (frame) => events.push(JSON.parse(frame)));
  const [code] = await happens(ws, 'close');
  assert.equal(code, 4401);
  shape(events.find(({ event }) => event === 'token_expiring')?.data, { expiresAt: 'iso' });
});

test('who is sent away is told why, and does not come back', async () => {
  const user = await newUser();
  const manager = newManager({ reconnection: true });
  const orders = attach(manager, '/orders', { token: user.token });
  const connected = happens(orders, 'connect');
  orders.connect();
  await connected;
  const gone = happens(orders, 'disconnect');
  orders.emit('send_away');
  assert.equal((await gone)[0], 'io server disconnect');
  shape(await next(orders, 'disconnecting_reason'), {
    code: is('DISCONNECTED'),
    reconnect: is(false),
  });
  assert.equal(orders.active, false);
});

test('with debugging on an internal error shows its detail', async () => {
  const manager = newManager();
  const orders = attach(manager, '/orders', { token: (await newUser()).token });
  orders.connect();
  const answer = await ask(orders, 'fail');
  shape(answer, failure('INTERNAL_ERROR', { message: /reference .*a shelf fell over/ }));
});
