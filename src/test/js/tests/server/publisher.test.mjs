// What a portal's services do with clients by the bean Publisher: the service methods of the
// documents (sendToUser, sendToRoom, getOnlineUsers, isUserOnline, sendToClient, broadcast,
// broadcastToRoom, joinRoom, leaveRoom), and the bounds between rooms, users and connections.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, attach, forget, happens, heard, newManager, newUser, next, open, greeted, roundTrip, unique } from '../../harness/client.mjs';
import { RESERVED, plainClient, service } from '../../harness/portal-service.mjs';
import { failure, is, shape, violations } from '../../harness/shape.mjs';

/** A greeted socket that knows its own id. */
async function client(user, options = {}) {
  const socket = open({ ...options, auth: { token: user.token } });
  const { clientId } = await greeted(socket);
  return Object.assign(socket, { clientId });
}

async function realtime(user) {
  const socket = attach(newManager(), '/realtime', { token: user.token });
  socket.connect();
  const { clientId } = await greeted(socket);
  return Object.assign(socket, { clientId });
}

async function silent(...sockets) {
  await Promise.all(sockets.map(roundTrip));
}

test('sendToUser reaches all connections of the user, through both doors and in all namespaces', async () => {
  const call = await service();
  const [ada, bob] = [await newUser('ada'), await newUser('bob')];
  const one = await client(ada);
  const root = await client(ada, { nsp: '/' });
  const feed = await realtime(ada);
  const plain = await plainClient(ada);
  const other = await client(bob);
  await call('publish', { kind: 'user', name: ada.sub, event: 'notify', data: { n: 1 } });
  for (const socket of [one, root, feed]) {
    assert.deepEqual(await next(socket, 'notify'), { n: 1 });
  }
  assert.deepEqual((await plain.event('notify')).data, { n: 1 });
  await silent(other);
  assert.deepEqual(heard(other, 'notify'), []);
  plain.close();
});

test('sendToRoom reaches whoever is in the room, through both doors and in both namespaces', async () => {
  const call = await service();
  const room = unique('room');
  const inside = await client(await newUser());
  const root = await client(await newUser(), { nsp: '/' });
  const outside = await client(await newUser());
  const plain = await plainClient(await newUser());
  await ask(inside, 'join_room', { roomId: room });
  await ask(root, 'join_room', { roomId: room });
  await plain.ask('join_room', { roomId: room });
  await call('publish', { kind: 'room', namespace: '/chat', name: room, event: 'post.updated', data: [1, 'b'] });
  assert.deepEqual(await next(inside, 'post.updated'), [1, 'b']);
  assert.deepEqual(await next(root, 'post.updated'), [1, 'b']);
  assert.deepEqual((await plain.event('post.updated')).data, [1, 'b']);
  await silent(outside);
  assert.deepEqual(heard(outside, 'post.updated'), []);
  plain.close();
});

test('sendToClient reaches one connection', async () => {
  const call = await service();
  const ada = await newUser();
  const [one, other] = [await client(ada), await client(ada)];
  await call('publish', { kind: 'connection', name: one.clientId, event: 'only-you', data: 'x' });
  assert.equal(await next(one, 'only-you'), 'x');
  await silent(other);
  assert.deepEqual(heard(other, 'only-you'), []);
});

test('broadcast reaches everyone, or a namespace, or all but one', async () => {
  const call = await service();
  const chat = await client(await newUser());
  const second = await client(await newUser());
  const root = await client(await newUser(), { nsp: '/' });
  const feed = await realtime(await newUser());
  const event = unique('broadcast');
  await call('publish', { kind: 'everyone', event, data: 1 });
  for (const socket of [chat, root, feed]) {
    assert.equal(await next(socket, event), 1);
  }
  await call('publish', { kind: 'namespace', namespace: '/', event, data: 2 });
  assert.equal(await next(root, event), 2);
  await call('publish', { kind: 'namespace', namespace: '/chat', except: chat.clientId, event, data: 3 });
  assert.equal(await next(second, event, (n) => n === 3), 3);
  await silent(chat, feed, root);
  assert.deepEqual(heard(chat, event), [1]);
  assert.deepEqual(heard(feed, event), [1]);
  assert.deepEqual(heard(root, event), [1, 2]);
});

test('an event without data has no argument', async () => {
  const call = await service();
  const socket = await client(await newUser());
  const came = happens(socket, 'bare');
  await call('publish', { kind: 'connection', name: socket.clientId, event: 'bare' });
  // But the offset, for the recovery of the connection.
  const args = await came;
  assert.deepEqual(args.map((arg) => typeof arg), ['string']);
});

test('a published event is spelt as its receiver spells', async () => {
  const call = await service();
  const room = unique('room');
  const kebab = await client(await newUser(), { naming: 'kebab' });
  const snake = await client(await newUser());
  await ask(kebab, 'join-room', room);
  await ask(snake, 'join_room', { roomId: room });
  const data = { roomId: room, other: [{ roomId: 'nested' }] };
  await call('publish', { kind: 'room', namespace: '/chat', name: room, event: 'board_changed', data });
  assert.deepEqual(await next(snake, 'board_changed'), data);
  assert.deepEqual(await next(kebab, 'board-changed'), { room, other: data.other });
  await call('publish', { kind: 'room', namespace: '/chat', name: room, event: 'list_changed', data: [1] });
  assert.deepEqual(await next(kebab, 'list-changed'), [1]);
});

test('joinRoom and leaveRoom move a connection', async () => {
  const call = await service();
  const room = unique('room');
  const ada = await newUser('ada');
  const socket = await client(ada);
  const witness = await client(await newUser());
  await ask(witness, 'join_room', { roomId: room });
  assert.equal(await call('join', { connection: socket.clientId, name: room }), true);
  shape(await next(witness, 'user_joined_room'), {
    roomId: is(room),
    userId: is(ada.sub),
    username: is(ada.username),
  });
  await ask(witness, 'send_message', { roomId: room, text: 'hello' });
  assert.equal((await next(socket, 'new_message')).text, 'hello');
  assert.equal(await call('leave', { connection: socket.clientId, name: room }), true);
  await next(witness, 'user_left_room');
  assert.equal(await call('leave', { connection: socket.clientId, name: room }), false);
  assert.equal(await call('join', { connection: 'nobody', name: room }), false);
  shape(await call('join', { connection: socket.clientId, name: `user:${ada.sub}` }), failure('ACCESS_DENIED'));
});

test('a namespace of the portal has channels of its own', async () => {
  const [one, other] = [await service(), await service()];
  assert.equal(await one('join', { connection: one.socket.id, name: 'desk' }), true);
  const feed = await realtime(await newUser());
  assert.equal(await one('join', { connection: feed.clientId, name: 'desk' }), true);
  const heardThere = [];
  other.socket.onAny((event) => heardThere.push(event));
  const came = happens(one.socket, 'moved');
  await one('publish', { kind: 'room', namespace: '/portal', name: 'desk', event: 'moved', data: 1 });
  assert.equal((await came)[0], 1);
  await other('who', { userId: 'nobody' });
  await roundTrip(feed);
  assert.deepEqual(heardThere, []);
  assert.deepEqual(heard(feed, 'moved'), []);
});

test('getOnlineUsers, isUserOnline, the connections of a user and their number', async () => {
  const call = await service();
  const ada = await newUser('ada');
  const before = await call('who', { userId: ada.sub });
  assert.equal(before.online, false);
  assert.deepEqual(before.connections, []);
  const sockets = [await client(ada), await client(ada)];
  await ask(sockets[1], 'online_users');
  const now = await call('who', { userId: ada.sub });
  assert.equal(now.online, true);
  assert.deepEqual(now.connections.toSorted(), sockets.map((s) => s.clientId).toSorted());
  assert.ok(now.count >= 2, `${now.count}`);
  assert.deepEqual(
    now.users.find((u) => u.userId === ada.sub),
    { userId: ada.sub, username: ada.username, connections: 2 },
  );
});

test('a disconnected client is told not to come back, and does not', async () => {
  const call = await service();
  const socket = await client(await newUser(), { reconnection: true });
  const gone = happens(socket, 'disconnect');
  assert.equal(await call('disconnect_one', { connection: socket.clientId }), true);
  const [reason] = await gone;
  assert.equal(reason, 'io server disconnect');
  assert.deepEqual(await next(socket, 'disconnecting_reason'), {
    code: 'DISCONNECTED',
    reconnect: false,
  });
  assert.equal(socket.active, false);
  assert.equal(await call('disconnect_one', { connection: socket.clientId }), false);
});

test('a client of the plain door is disconnected in the same way', async () => {
  const call = await service();
  const plain = await plainClient(await newUser());
  assert.equal(await call('disconnect_one', { connection: plain.id }), true);
  assert.equal(await plain.closed, 4403);
  // Its own coming online may be told last.
  assert.ok(plain.frames.some(({ event }) => event === 'disconnecting_reason'));
});

test('several clients are asked: the answers so far, and who did not answer in time', async () => {
  const call = await service();
  const room = unique('room');
  const quick = await client(await newUser());
  const mute = await client(await newUser());
  const plain = await plainClient(await newUser());
  for (const socket of [quick, mute]) {
    await ask(socket, 'join_room', { roomId: room });
  }
  await plain.ask('join_room', { roomId: room });
  quick.on('sure', (data, answer) => answer(`${data.q} yes`));
  const told = await call('ask', { kind: 'room', namespace: '/chat', name: room, event: 'sure', data: { q: '?' } });
  assert.deepEqual(told.answers, { [quick.clientId]: ['? yes'] });
  assert.deepEqual(told.missing.toSorted(), [mute.clientId, plain.id].toSorted());
  assert.deepEqual(await call('ask', { kind: 'room', namespace: '/chat', name: unique('x'), event: 'sure' }), {
    answers: {},
    missing: [],
  });
  plain.close();
});

test('send stores, in the name of a user', async () => {
  const call = await service();
  const room = unique('room');
  const ada = await newUser('ada');
  await client(ada);
  const reader = await client(await newUser());
  await ask(reader, 'join_room', { roomId: room });
  assert.equal(await call('send', { userId: ada.sub, roomId: room, text: 'stored' }), 1);
  const message = await next(reader, 'new_message');
  assert.equal(message.userId, ada.sub);
  assert.equal(message.username, ada.username);
  const { messages } = await ask(reader, 'get_history', { roomId: room });
  assert.deepEqual(messages.map((m) => m.text), ['stored']);
  shape(await call('send', { userId: 'nobody', roomId: room, text: 'x' }), failure('USER_NOT_FOUND'));
  shape(await call('send', { userId: ada.sub, roomId: unique('no'), text: 'x' }), failure('ROOM_NOT_FOUND'));
});

test('what send cannot store is invalid', async () => {
  const call = await service();
  const ada = await newUser('ada');
  const socket = await client(ada);
  const room = unique('room');
  await ask(socket, 'join_room', { roomId: room });
  const answer = await call('send', { userId: ada.sub, roomId: room, text: 'a\0b' });
  shape(answer, failure('INVALID_PAYLOAD', { violations }));
});

test('names of events that mean something else are refused', async () => {
  const call = await service();
  const refused = async (more) => (await call('publish', { kind: 'everyone', ...more })).code === 'INVALID_PAYLOAD';
  for (const event of ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener', '']) {
    assert.ok(await refused({ kind: 'namespace', namespace: '/realtime', event }), event);
  }
  for (const event of ['new_message', 'room-closed', 'user_online']) {
    for (const namespace of ['/', '/chat']) {
      assert.ok(await refused({ kind: 'namespace', namespace, event }), event);
      assert.ok(await refused({ kind: 'room', namespace, name: 'r', event }), event);
    }
    assert.ok(await refused({ kind: 'user', name: 'u', event }), event);
  }
  const free = { kind: 'namespace', namespace: '/realtime', event: 'new_message', data: 1 };
  assert.equal(await call('publish', free), true);
});

test('names of all events of the server are refused in both spellings', async () => {
  const call = await service();
  for (const event of RESERVED) {
    assert.equal((await call('publish', { kind: 'everyone', event })).code, 'INVALID_PAYLOAD', event);
  }
});

// The four key spaces: rooms, channels, users, connections (channels are in realtime.test.mjs).

test('a room that is named like a user or a connection is neither', async () => {
  const call = await service();
  const victim = await newUser('victim');
  const there = await client(victim);
  const spy = await client(await newUser('spy'));
  for (const room of [victim.sub, there.clientId]) {
    assert.equal((await ask(spy, 'join_room', { roomId: room })).joined, room);
    await ask(spy, 'room_message', { roomId: room, text: 'to the room' });
    await ask(spy, 'send_message', { roomId: room, text: 'to the room' });
    await call('publish', { kind: 'room', namespace: '/chat', name: room, event: 'to-room', data: 1 });
  }
  forget(spy);
  await call('publish', { kind: 'user', name: victim.sub, event: 'own', data: 1 });
  await call('publish', { kind: 'connection', name: there.clientId, event: 'own', data: 2 });
  await next(there, 'own', (n) => n === 2);
  await silent(there, spy);
  assert.deepEqual(heard(spy, 'own'), []);
  for (const event of ['message', 'new_message', 'to-room']) {
    assert.deepEqual(heard(there, event), [], event);
  }
});

test('no event of a client reaches the personal address of a user', async () => {
  const victim = await newUser('victim');
  const there = await client(victim);
  const attacker = await client(await newUser());
  const roomId = `user:${victim.sub}`;
  for (const event of ['join_room', 'create_room']) {
    const payload = { roomId, name: 'x', visibility: 'public' };
    shape(await ask(attacker, event, payload), failure('ACCESS_DENIED'));
  }
  for (const event of ['send_message', 'room_message', 'message']) {
    assert.equal((await ask(attacker, event, { roomId, text: 'x' })).status, 'error', event);
  }
  attacker.emit('typing', { roomId });
  await silent(attacker, there);
  for (const event of ['message', 'new_message', 'user_typing']) {
    assert.deepEqual(heard(there, event), [], event);
  }
});

test('a user and a connection of the same name are two', async () => {
  const call = await service();
  const one = await client(await newUser());
  // A user whose id is the id of somebody's connection.
  const twin = await client(await newUser('twin', { sub: one.clientId }));
  await call('publish', { kind: 'user', name: one.clientId, event: 'to-user', data: 1 });
  await call('publish', { kind: 'connection', name: one.clientId, event: 'to-connection', data: 1 });
  await next(twin, 'to-user');
  await next(one, 'to-connection');
  await silent(one, twin);
  assert.deepEqual(heard(one, 'to-user'), []);
  assert.deepEqual(heard(twin, 'to-connection'), []);
});
