// The realtime document by its own client code, and what the contract adds to it. The server runs
// with the channel rules that RealtimeIT names.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, attach, connect, cut, greeted, happens, heard, issueToken, newManager, newUser, next, unique } from '../../harness/client.mjs';
import { plainClient, service } from '../../harness/portal-service.mjs';
import { failure, is, shape, violations } from '../../harness/shape.mjs';

async function realtime(user, options = {}) {
  const socket = attach(newManager(options), '/realtime', { token: user.token });
  socket.connect();
  const greeting = await greeted(socket);
  return Object.assign(socket, { clientId: greeting.clientId, greeting });
}

const token = () => unique('T');

test('a client is greeted', async () => {
  const user = await newUser();
  const { greeting } = await realtime(user);
  shape(greeting, {
    clientId: 'string',
    userId: is(user.sub),
    username: is(user.username),
    serverTime: 'millis',
    tokenExpiresAt: 'iso',
    limits: { text: 'integer', payload: 'integer', rate: 'integer', window: 'integer' },
    presence: is('all'),
    version: 'string',
  });
});

test('a client hears the prices of the tokens that it subscribed to, and no others', async () => {
  const call = await service();
  const socket = await realtime(await newUser());
  const [mine, other] = [token(), token()];
  assert.deepEqual(await ask(socket, 'subscribe', { channel: `price:${mine}` }), {
    success: true,
    channel: `price:${mine}`,
  });
  await call('price', { token: other, price: '1' });
  await call('price', { token: mine, price: '64123.25' });
  const update = await next(socket, 'price-update');
  shape(update, { token: is(mine), price: is(64123.25), timestamp: 'millis' });
});

test('a client that subscribes without asking for an answer hears, too', async () => {
  const call = await service();
  const socket = await realtime(await newUser());
  const mine = token();
  socket.emit('subscribe', { channel: `price:${mine}` });
  await ask(socket, 'ping');
  await call('price', { token: mine, price: '2' });
  assert.equal((await next(socket, 'price-update')).price, 2);
});

test('a client that comes back hears what it missed on its channels, and hears on', async () => {
  const call = await service();
  const socket = await realtime(await newUser());
  const mine = token();
  const channel = { kind: 'room', namespace: '/realtime', name: `price:${mine}` };
  await ask(socket, 'subscribe', { channel: channel.name });
  await cut(socket);
  await call('publish', { ...channel, event: 'halted', data: { token: mine } });
  // The next price takes the place of one that was missed.
  await call('price', { token: mine, price: '1' });
  const back = happens(socket, 'connect');
  socket.connect();
  await back;
  assert.equal((await next(socket, 'halted')).token, mine);
  await call('price', { token: mine, price: '2' });
  await next(socket, 'price-update', (p) => p.price === 2);
  assert.deepEqual(heard(socket, 'price-update').map((p) => p.price), [2]);
});

/** A trader on his desk's channel, and a token of his without the group. */
async function onTheDesk() {
  const trader = await newUser('trader', { groups: ['traders'] });
  const { token: lesser } = await issueToken({ sub: trader.sub, username: trader.username });
  const socket = await realtime(trader);
  const [desk, open] = [`desk:${token()}`, `price:${token()}`];
  for (const channel of [desk, open]) {
    assert.equal((await ask(socket, 'subscribe', { channel })).success, true);
  }
  return { socket, lesser, desk, open };
}

/** Publishes to both channels and tells which of them the socket still hears. */
async function heardOf({ socket, desk, open }) {
  const call = await service();
  for (const name of [desk, open]) {
    await call('publish', { kind: 'room', namespace: '/realtime', name, event: 'news', data: { name } });
  }
  await next(socket, 'news', (news) => news.name === open);
  return heard(socket, 'news').map((news) => news.name);
}

test('a newer token without the group takes the channels of the group away', async () => {
  const party = await onTheDesk();
  assert.deepEqual(await heardOf(party), [party.desk, party.open]);
  assert.equal((await ask(party.socket, 'refresh_token', { token: party.lesser })).ok, true);
  assert.deepEqual(await heardOf(party), [party.desk, party.open, party.open]);
});

test('one who comes back without the group has lost the channels of the group', async () => {
  const party = await onTheDesk();
  const { socket } = party;
  await cut(socket);
  socket.auth = { token: party.lesser };
  const back = happens(socket, 'connect');
  socket.connect();
  await back;
  assert.equal(socket.recovered, true);
  assert.deepEqual(await heardOf(party), [party.open]);
});

test('a client that unsubscribes hears no more', async () => {
  const call = await service();
  const socket = await realtime(await newUser());
  const mine = token();
  await ask(socket, 'subscribe', { channel: `price:${mine}` });
  assert.deepEqual(await ask(socket, 'unsubscribe', { channel: `price:${mine}` }), {
    success: true,
    channel: `price:${mine}`,
  });
  await call('price', { token: mine, price: '2' });
  await ask(socket, 'ping');
  assert.deepEqual(heard(socket, 'price-update'), []);
});

test('everyone in the namespace hears of a new block, however the event was fired', async () => {
  const call = await service();
  const socket = await realtime(await newUser());
  const chat = await connect(await newUser());
  for (const async of [false, true]) {
    const hash = unique('0x');
    await call('block', { number: 19_000_001, hash, async });
    const block = await next(socket, 'new-block', (b) => b.hash === hash);
    shape(block, { number: is(19_000_001), hash: is(hash), timestamp: 'millis' });
    assert.equal(heard(socket, 'new-block', (b) => b.hash === hash).length, 1);
  }
  await ask(chat, 'ping');
  assert.deepEqual(heard(chat, 'new-block'), []);
});

test('names and fields are as published, whatever a client speaks', async () => {
  const call = await service();
  const socket = await realtime(await newUser(), { query: { naming: 'kebab' } });
  const channel = `price:${token()}`;
  await ask(socket, 'subscribe', { channel });
  const data = { roomId: 'r', text: 't' };
  await call('publish', { kind: 'room', namespace: '/realtime', name: channel, event: 'snake_name', data });
  assert.deepEqual(await next(socket, 'snake_name'), data);
});

test('ping is answered, or replied to by pong', async () => {
  const socket = await realtime(await newUser());
  shape(await ask(socket, 'ping'), { timestamp: 'millis' });
  socket.emit('ping');
  shape(await next(socket, 'pong'), { timestamp: 'millis' });
});

test('a service may subscribe a connection on its behalf', async () => {
  const call = await service();
  const socket = await realtime(await newUser());
  const mine = token();
  assert.equal(await call('subscribe_to_price', { connection: socket.clientId, name: mine }), true);
  await call('price', { token: mine, price: '3.5' });
  assert.equal((await next(socket, 'price-update')).price, 3.5);
  assert.equal(await call('subscribe_to_price', { connection: 'nobody', name: mine }), false);
  // The rules bind clients only.
  assert.equal(await call('join', { connection: socket.clientId, name: 'secret' }), true);
  await call('publish', { kind: 'room', namespace: '/realtime', name: 'secret', event: 'leak', data: 1 });
  assert.equal(await next(socket, 'leak'), 1);
  assert.equal(await call('leave', { connection: socket.clientId, name: 'secret' }), true);
});

test('what no rule allows is denied', async () => {
  const user = await newUser();
  const other = await newUser();
  const socket = await realtime(user);
  for (const channel of ['news', 'price:', 'price:a:b', `account:${other.sub}`, 'account:*', '*']) {
    shape(await ask(socket, 'subscribe', { channel }), failure('ACCESS_DENIED'));
  }
  assert.equal((await ask(socket, 'subscribe', { channel: `account:${user.sub}` })).success, true);
});

test('a role opens channels', async () => {
  const groups = (...names) => newUser('user', { groups: names });
  const may = async (user) =>
    (await ask(await realtime(user), 'subscribe', { channel: 'desk:fx:eur' })).success === true;
  assert.equal(await may(await groups('traders')), true);
  assert.equal(await may(await groups('admin')), true);
  assert.equal(await may(await groups('user')), false);
});

test('the id of a user is taken literally', async () => {
  for (const sub of [`*`, `.*`, `${unique('a')}:b`]) {
    const socket = await realtime(await newUser('odd', { sub }));
    shape(await ask(socket, 'subscribe', { channel: 'account:bob' }), failure('ACCESS_DENIED'));
  }
  const user = await newUser('colon', { sub: `${unique('a')}:b|c` });
  const { success } = await ask(await realtime({ ...user }), 'subscribe', {
    channel: `account:${JSON.parse(atob(user.token.split('.')[1])).sub}`,
  });
  assert.equal(success, true);
});

test('a channel has a name, and one connection only so many channels', async () => {
  const socket = await realtime(await newUser());
  for (const channel of ['', 'a b', 'x'.repeat(101), 'ü', 5, undefined]) {
    const answer = await ask(socket, 'subscribe', { channel });
    shape(answer, failure('INVALID_PAYLOAD', { violations }));
    assert.equal(answer.violations[0].field, 'channel');
  }
  for (let i = 0; i < 5; i++) {
    await ask(socket, 'subscribe', { channel: `price:${i}` });
  }
  const answer = await ask(socket, 'subscribe', { channel: 'price:one-more' });
  shape(answer, failure('ACCESS_DENIED'));
  assert.match(answer.message, /at most 5/);
  assert.equal((await ask(socket, 'subscribe', { channel: 'price:1' })).success, true);
});

test('since and epoch are taken, and a bare string is a channel', async () => {
  const socket = await realtime(await newUser());
  const channel = `price:${token()}`;
  assert.equal((await ask(socket, 'subscribe', { channel, since: 3, epoch: 'e' })).success, true);
  assert.equal((await ask(socket, 'unsubscribe', channel)).success, true);
});

test('the plain door has the same channels', async () => {
  const call = await service();
  const plain = await plainClient(await newUser(), '/ws/realtime');
  const mine = token();
  assert.deepEqual((await plain.ask('subscribe', { channel: `price:${mine}` })).data, {
    success: true,
    channel: `price:${mine}`,
  });
  await call('price', { token: mine, price: '7' });
  assert.equal((await plain.event('price-update')).data.price, 7);
  plain.close();
});

test('a room and a channel of one name never meet', async () => {
  const call = await service();
  const name = `price:${token()}`;
  const inRoom = await connect(await newUser());
  await ask(inRoom, 'join_room', { roomId: name });
  const onChannel = await realtime(await newUser());
  await ask(onChannel, 'subscribe', { channel: name });
  const target = { kind: 'room', name, event: 'news' };
  await call('publish', { ...target, namespace: '/realtime', data: 'for the channel' });
  await call('publish', { ...target, namespace: '/chat', data: 'for the room' });
  assert.equal(await next(onChannel, 'news'), 'for the channel');
  assert.equal(await next(inRoom, 'news'), 'for the room');
  await ask(onChannel, 'ping');
  await ask(inRoom, 'ping');
  assert.equal(heard(onChannel, 'news').length, 1);
  assert.equal(heard(inRoom, 'news').length, 1);
});

test('no channel is the address of a user or a connection', async () => {
  const call = await service();
  const victim = await newUser();
  const there = await realtime(victim);
  const spy = await realtime(await newUser('spy', { groups: ['traders'] }));
  for (const name of [victim.sub, `user:${victim.sub}`, there.clientId, `connection:${there.clientId}`]) {
    shape(await ask(spy, 'subscribe', { channel: name }), failure('ACCESS_DENIED'));
    assert.equal(await call('join', { connection: spy.clientId, name }), true);
    // What goes to the channel does not reach the victim, what goes to the victim not the channel.
    await call('publish', { kind: 'room', namespace: '/realtime', name, event: 'to-channel', data: 1 });
  }
  await call('publish', { kind: 'user', namespace: '/realtime', name: victim.sub, event: 'own', data: 1 });
  await call('publish', { kind: 'connection', namespace: '/realtime', name: there.clientId, event: 'own', data: 2 });
  await next(there, 'own', (n) => n === 2);
  await ask(spy, 'ping');
  assert.deepEqual(heard(spy, 'own'), []);
  assert.deepEqual(heard(there, 'to-channel'), []);
});
