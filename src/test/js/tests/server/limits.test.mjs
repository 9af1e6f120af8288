// What an admin's limits do: the server runs with the small settings that LimitsIT names.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  SERVER,
  ask,
  attempt,
  connect,
  cut,
  forget,
  happens,
  issueToken,
  heard,
  newManager,
  newUser,
  next,
  open,
  greeted,
  refused,
  unique,
} from '../../harness/client.mjs';
import { api, plainClient, problem } from '../../harness/portal-service.mjs';
import { failure, shape } from '../../harness/shape.mjs';

async function ownedRoom(owner, more = {}) {
  const roomId = unique('room');
  await ask(owner, 'create_room', { roomId, name: roomId, visibility: 'public', ...more });
  return roomId;
}

test('the limits that a client is told are the configured ones', async () => {
  const socket = open({ auth: { token: (await newUser()).token } });
  const { limits } = await greeted(socket);
  assert.deepEqual(limits, { text: 20, payload: 2048, rate: 30, window: 60_000 });
});

test('a request with a head over the configured size is refused', async () => {
  const headers = { 'X-Large': 'x'.repeat(9_000) };
  problem(await api('GET', '/rooms', { headers }), 431, 'INVALID_REQUEST');
});

test('a text over the configured length is refused', async () => {
  const socket = await connect(await newUser());
  const answer = await ask(socket, 'message', { text: 'x'.repeat(21) });
  assert.equal(answer.code, 'INVALID_PAYLOAD');
  assert.match(answer.violations[0].message, /1 to 20/);
});

test('a text is measured in characters as people count them', async () => {
  const socket = await connect(await newUser());
  assert.deepEqual(await ask(socket, 'message', { text: '😀'.repeat(20) }), {
    ok: true,
    received: '😀'.repeat(20),
  });
});

test('before a client joins a namespace, its messages have a lower limit', async () => {
  const { token } = await newUser();
  const filler = 'x'.repeat(1800 - token.length);
  const joined = open({ auth: { token } });
  await happens(joined, 'connect');
  assert.equal((await ask(joined, 'message', { text: 'hi', token, filler })).ok, true);
  const large = open({ auth: { token, filler }, reconnection: false });
  await happens(large.io, 'close');
  assert.equal(large.connected, false);
});

test('a frame over the configured payload ends its connection', async () => {
  const socket = await connect(await newUser());
  const closed = happens(socket, 'disconnect');
  socket.emit('message', { text: 'x'.repeat(2048) });
  await closed;
});

test('an event over the configured rate is refused with the time to wait', async () => {
  const socket = await connect(await newUser());
  for (let i = 0; i < 30; i++) {
    assert.equal((await ask(socket, 'message', { text: `${i}` })).ok, true);
  }
  const answer = await ask(socket, 'message', { text: 'one more' });
  assert.equal(answer.code, 'RATE_LIMITED');
  assert.ok(answer.retryAfter > 0 && answer.retryAfter <= 60_001, `${answer.retryAfter}`);
});

test('joins with since have a budget of their own', async () => {
  const socket = await connect(await newUser());
  const roomId = await ownedRoom(socket);
  await ask(socket, 'join_room', { roomId });
  for (let i = 0; i < 28; i++) {
    await ask(socket, 'message', { text: `${i}` });
  }
  assert.equal((await ask(socket, 'message', { text: 'x' })).code, 'RATE_LIMITED');
  for (let i = 0; i < 3; i++) {
    assert.equal((await ask(socket, 'join_room', { roomId, since: 0 })).joined, roomId);
  }
  assert.equal((await ask(socket, 'join_room', { roomId, since: 0 })).code, 'RATE_LIMITED');
});

test('a client that keeps sending refused events is hung up on, at both doors', async () => {
  const refusals = ['UNKNOWN_EVENT', 'INVALID_PAYLOAD'];
  const socket = await connect(await newUser());
  const closed = happens(socket, 'disconnect');
  for (let i = 0; i < 30; i++) {
    const { code } = await ask(socket, ['nope', 'send_message'][i % 2], 5);
    assert.equal(code, refusals[i % 2]);
  }
  socket.emit('nope');
  await closed;

  const plain = await plainClient(await newUser());
  for (let i = 0; i < 30; i++) {
    const { error } = await plain.ask(['nope', 'send_message'][i % 2], 5);
    assert.equal(error.code, refusals[i % 2]);
  }
  assert.equal((await plain.ask('nope')).error.code, 'UNKNOWN_EVENT');
  assert.equal(await plain.closed, 1008);
});

test('events that reach everybody have a budget of their own', async () => {
  const listener = await connect(await newUser());
  const user = await newUser();
  const speaker = await connect(user, { nsp: '/' });
  assert.equal((await ask(speaker, 'message', { text: 'one' })).ok, true);
  assert.equal((await ask(speaker, 'message', { text: 'two' })).ok, true);
  const answer = await ask(speaker, 'message', { text: 'three' });
  assert.equal(answer.code, 'RATE_LIMITED');
  assert.ok(answer.retryAfter > 0);

  const owner = await connect(await newUser());
  const rooms = [await ownedRoom(owner), await ownedRoom(owner), await ownedRoom(owner)];
  await next(listener, 'room_created', (e) => e.roomId === rooms[1]);
  const last = await ownedRoom(await connect(await newUser()));
  await next(listener, 'room_created', (e) => e.roomId === last);
  assert.deepEqual(heard(listener, 'room_created', (e) => e.roomId === rooms[2]), []);
});

test('the rate is a user’s, over all connections', async () => {
  const user = await newUser();
  const [one, other] = [await connect(user), await connect(user)];
  for (let i = 0; i < 30; i++) {
    await ask(one, 'message', { text: `${i}` });
  }
  assert.equal((await ask(other, 'message', { text: 'x' })).code, 'RATE_LIMITED');
});

test('whoever is over the rate can still renew his token', async () => {
  const user = await newUser();
  const socket = await connect(user);
  let answer;
  do answer = await ask(socket, 'list_rooms');
  while (answer.code === undefined);
  assert.equal(answer.code, 'RATE_LIMITED');
  const { token } = await issueToken({ sub: user.sub, username: user.username });
  assert.equal((await ask(socket, 'refresh_token', { token })).ok, true);
});

test('a connection over the cap of its user is refused, and told why', async () => {
  const user = await newUser();
  for (let i = 0; i < 3; i++) {
    await connect(user);
  }
  const error = await refused({ auth: { token: user.token } });
  assert.equal(error.message, 'Too many connections');
  assert.deepEqual(error.data, { code: 'TOO_MANY_CONNECTIONS' });
});

test('a connection that ends makes room for another one of its user', async () => {
  const user = await newUser();
  const sockets = [];
  for (let i = 0; i < 3; i++) {
    sockets.push(await connect(user));
  }
  sockets[0].disconnect();
  // The server hears of the end after the client: it lets in again, sooner or later.
  for (let error = true; error; ) {
    error = await attempt({ auth: { token: user.token } });
  }
});

test('a client without a token comes in as an anonymous user', async () => {
  const socket = open({});
  const { userId, username, tokenExpiresAt } = await greeted(socket);
  assert.match(userId, /^anon-/);
  assert.equal(username, userId);
  assert.equal(tokenExpiresAt, undefined);
});

test('a token in the configured cookie is taken', async () => {
  const { sub, token } = await newUser();
  const socket = open({ headers: { Cookie: `other=1; portal=${token}` } });
  assert.equal((await greeted(socket)).userId, sub);
});

test('a token in the header is taken, too, and before the cookie', async () => {
  const [user, other] = [await newUser(), await newUser()];
  const headers = { Authorization: `Bearer ${user.token}`, Cookie: `portal=${other.token}` };
  assert.equal((await greeted(open({ headers }))).userId, user.sub);
});

test('a bad token is no anonymous user', async () => {
  const error = await refused({ auth: { token: 'nonsense' } });
  assert.equal(error.data.code, 'INVALID_TOKEN');
});

test('a room that nobody created is not found', async () => {
  const socket = await connect(await newUser());
  const answer = await ask(socket, 'join_room', { roomId: unique('room') });
  shape(answer, failure('ROOM_NOT_FOUND'));
});

test('a room lets in as many users as it may hold, and no more', async () => {
  const [owner, guest, late] = await Promise.all(
    ['owner', 'guest', 'late'].map(async (name) => connect(await newUser(name))),
  );
  const roomId = await ownedRoom(owner, { capacity: 2 });
  assert.equal((await ask(owner, 'join_room', { roomId })).joined, roomId);
  assert.equal((await ask(guest, 'join_room', { roomId })).joined, roomId);
  shape(await ask(late, 'join_room', { roomId }), failure('ROOM_FULL'));
});

test('a full room lets in another connection of a user who is there', async () => {
  const user = await newUser();
  const [one, other] = [await connect(user), await connect(user)];
  const roomId = await ownedRoom(one, { capacity: 1 });
  await ask(one, 'join_room', { roomId });
  assert.equal((await ask(other, 'join_room', { roomId })).joined, roomId);
});

test('a place in a full room is free again once its user has left', async () => {
  const [owner, late] = [await connect(await newUser()), await connect(await newUser())];
  const roomId = await ownedRoom(owner, { capacity: 1 });
  await ask(owner, 'join_room', { roomId });
  assert.equal((await ask(late, 'join_room', { roomId })).code, 'ROOM_FULL');
  await ask(owner, 'leave_room', { roomId });
  assert.equal((await ask(late, 'join_room', { roomId })).joined, roomId);
});

test('a room without a capacity of its own has the configured one', async () => {
  const sockets = [];
  for (let i = 0; i < 5; i++) {
    sockets.push(await connect(await newUser()));
  }
  const roomId = await ownedRoom(sockets[0]);
  for (const socket of sockets.slice(0, 4)) {
    assert.equal((await ask(socket, 'join_room', { roomId })).joined, roomId);
  }
  assert.equal((await ask(sockets[4], 'join_room', { roomId })).code, 'ROOM_FULL');
});

test('only the event error is sent where exception is switched off', async () => {
  const socket = await connect(await newUser());
  socket.emit('no_such_event');
  assert.equal((await next(socket, 'error')).code, 'UNKNOWN_EVENT');
  await ask(socket, 'ping');
  assert.deepEqual(heard(socket, 'exception'), []);
});

test('a user owns and creates only so many rooms, and a connection joins only so many', async () => {
  const owner = await connect(await newUser());
  const create = async () => {
    const roomId = unique('room');
    const answer = await ask(owner, 'create_room', { roomId, name: roomId, visibility: 'public' });
    return answer.code ?? answer.roomId;
  };
  const close = (roomId) => ask(owner, 'close_room', { roomId });
  const rooms = [await create(), await create(), await create()];
  assert.equal(await create(), 'QUOTA_EXCEEDED');

  const guest = await connect(await newUser());
  const join = async (roomId) => {
    const answer = await ask(guest, 'join_room', { roomId });
    return answer.code ?? answer.joined;
  };
  for (const room of rooms) assert.equal(await join(room), room);
  const other = await ownedRoom(await connect(await newUser()));
  assert.equal(await join(other), 'QUOTA_EXCEEDED');
  assert.equal(await join(rooms[0]), rooms[0]);
  // The quota applies to a connection, not to each of its namespaces.
  const root = guest.io.socket('/', { auth: guest.auth });
  root.connect();
  await happens(root, 'connect');
  assert.equal((await ask(root, 'join_room', { roomId: other })).code, 'QUOTA_EXCEEDED');
  await ask(guest, 'leave_room', { roomId: rooms[0] });
  assert.equal(await join(other), other);

  // The fifth room within an hour is the last.
  for (const room of rooms.slice(0, 2)) {
    await close(room);
    assert.notEqual(await create(), 'QUOTA_EXCEEDED');
  }
  await close(rooms[2]);
  assert.equal(await create(), 'QUOTA_EXCEEDED');
});

test('an anonymous user leaves nothing behind', async () => {
  const user = await newUser();
  const owner = await connect(user);
  const roomId = await ownedRoom(owner);
  const guest = open({});
  const { userId } = await greeted(guest);
  assert.equal((await ask(guest, 'join_room', { roomId })).joined, roomId);
  const { rooms } = await ask(guest, 'list_rooms', { query: roomId });
  assert.deepEqual(rooms.map((room) => [room.roomId, room.role]), [[roomId, undefined]]);
  const own = { roomId: unique('room'), name: 'mine', visibility: 'public' };
  shape(await ask(guest, 'create_room', own), failure('ACCESS_DENIED'));
  const message = { recipientId: user.sub, text: 'hi' };
  shape(await ask(guest, 'direct_message', message), failure('ACCESS_DENIED'));
  const answer = await ask(owner, 'direct_message', { ...message, recipientId: userId });
  shape(answer, failure('USER_NOT_FOUND'));
  await ask(owner, 'join_room', { roomId });
  const { messageId } = await ask(owner, 'send_message', { roomId, text: 'hi' });
  const reaction = { messageId, emoji: '👍' };
  shape(await ask(guest, 'react', reaction), failure('ACCESS_DENIED'));
});

test('those who share no room do not hear who comes and goes', async () => {
  const stranger = await connect(await newUser('stranger'));
  const user = await newUser();
  const socket = await connect(user);
  const roomId = await ownedRoom(socket);
  await ask(socket, 'join_room', { roomId });
  await ask(stranger, 'online_users', {});
  assert.deepEqual(
    heard(stranger, 'user_online', (e) => e.userId === user.sub),
    [],
  );
});

test('those who share a room hear who comes and goes', async () => {
  const [friend, user] = [await connect(await newUser('friend')), await newUser()];
  const roomId = await ownedRoom(friend);
  await ask(friend, 'join_room', { roomId });
  const first = await connect(user);
  await ask(first, 'join_room', { roomId });
  first.disconnect();
  await next(friend, 'user_offline', (e) => e.userId === user.sub);
  forget(friend);
  await connect(user);
  await next(friend, 'user_online', (e) => e.userId === user.sub);
});

test('who is turned away from a full room is no member of it', async () => {
  const [owner, late] = [await connect(await newUser()), await connect(await newUser())];
  const roomId = await ownedRoom(owner, { capacity: 1 });
  await ask(owner, 'join_room', { roomId });
  assert.equal((await ask(late, 'join_room', { roomId })).code, 'ROOM_FULL');
  const { rooms } = await ask(late, 'list_rooms', { query: roomId });
  assert.deepEqual(rooms.map((room) => [room.roomId, room.role]), [[roomId, undefined]]);
});

test('a page of history is as long as configured where the client names no limit', async () => {
  const owner = await connect(await newUser());
  const roomId = await ownedRoom(owner);
  await ask(owner, 'join_room', { roomId });
  for (let i = 0; i < 6; i++) {
    await ask(owner, 'send_message', { roomId, text: `${i}` });
  }
  const page = await ask(owner, 'get_history', { roomId });
  assert.deepEqual(page.messages.map((m) => m.text), ['1', '2', '3', '4', '5']);
  assert.equal(page.more, true);
});

test('a recovery over its limit says that there is more', async () => {
  const owner = await connect(await newUser());
  const roomId = await ownedRoom(owner);
  await ask(owner, 'join_room', { roomId });
  for (let i = 1; i <= 9; i++) {
    await ask(owner, 'send_message', { roomId, text: `${i}` });
  }
  const late = await connect(await newUser());
  const { recovered, more, messages, lastSeq } = await ask(late, 'join_room', { roomId, since: 0 });
  assert.deepEqual([recovered, more, lastSeq], [true, true, 9]);
  assert.deepEqual(messages.map((m) => m.seq), [1, 2, 3, 4, 5, 6, 7]);
});

test('a page is limited in bytes, and says that there is more', async () => {
  const owner = await connect(await newUser());
  const roomId = await ownedRoom(owner);
  await ask(owner, 'join_room', { roomId });
  const sent = [];
  for (let i = 1; i <= 5; i++) {
    const metadata = { pad: 'x'.repeat(1300) };
    sent.push(await ask(owner, 'send_message', { roomId, text: `${i}`, metadata }));
  }
  const seqs = ({ messages, more }) => [messages.map((m) => m.seq), more ?? false];
  assert.deepEqual(seqs(await ask(owner, 'get_history', { roomId })), [[4, 5], true]);
  assert.deepEqual(seqs(await ask(owner, 'get_history', { roomId, before: 3 })), [[1, 2], false]);

  const user = await newUser();
  const late = await connect(user);
  assert.deepEqual(seqs(await ask(late, 'join_room', { roomId })), [[4, 5], true]);
  const missed = await ask(late, 'join_room', { roomId, since: 0 });
  assert.deepEqual([missed.recovered, ...seqs(missed)], [true, [1, 2], true]);
  assert.deepEqual(seqs(await ask(late, 'get_history', { roomId, after: 2 })), [[3, 4], true]);
  assert.deepEqual(seqs(await ask(late, 'get_history', { roomId, after: 4 })), [[5], false]);
  const rest = await api('GET', `/rooms/${roomId}/messages?after=0`, { token: user.token });
  assert.deepEqual(seqs(rest.json), [[1, 2], true]);

  for (const { messageId } of sent.slice(0, 3)) {
    await ask(owner, 'edit_message', { messageId, text: 'new' });
  }
  const again = await ask(late, 'join_room', { roomId, since: 5, rev: missed.rev });
  assert.deepEqual([again.recovered, ...seqs(again)], [false, [4, 5], true]);
});

test('a client that joins no namespace is hung up on', async () => {
  const manager = newManager();
  await new Promise((resolve, reject) => manager.connect((e) => (e ? reject(e) : resolve())));
  await happens(manager, 'close');
});

test('a configured origin may connect', async () => {
  const socket = await connect(await newUser(), {
    headers: { Origin: 'https://portal.example' },
  });
  assert.ok(socket.connected);
});

test('many events at once on one connection are all answered, in bounded memory', async () => {
  const socket = await connect(await newUser());
  // Far over what a connection may have in flight; all but 30 are refused, none is lost.
  const answers = await Promise.all(
    Array.from({ length: 2_000 }, (_, i) => ask(socket, 'message', { text: `${i}` })),
  );
  assert.equal(answers.filter((a) => a.ok).length, 30);
  assert.equal(answers.filter((a) => a.code === 'RATE_LIMITED').length, 1_970);
});

test('a session is kept for the configured window, and not for longer', async () => {
  const socket = await connect(await newUser());
  const comeBack = async (later) => {
    await cut(socket);
    // Only the passing of time ends a window.
    await new Promise((resolve) => setTimeout(resolve, later));
    const back = happens(socket, 'connect');
    socket.connect();
    await back;
    return socket.recovered;
  };
  assert.equal(await comeBack(500), true);
  assert.equal(await comeBack(8_000), false);
});

test('polling is refused where only WebSocket is on', async () => {
  const response = await fetch(`${SERVER}${process.env.PARLEY_PATH}/?EIO=4&transport=polling`);
  assert.equal(response.status, 400);
  assert.deepEqual(await response.json(), { code: 0, message: 'Transport unknown' });
});

test('REST takes the token from the configured cookie, or from the header', async () => {
  const { token } = await newUser();
  const answer = await api('GET', '/presence', { headers: { Cookie: `portal=${token}` } });
  assert.equal(answer.status, 200, answer.text);
  assert.equal((await api('GET', '/presence', { token })).status, 200);
  problem(await api('GET', '/presence'), 401, 'UNAUTHORIZED');
});

test('where the token is a cookie, only a page of a right origin may write by REST', async () => {
  const { token } = await newUser('service', { groups: ['service'] });
  const publish = (origin) =>
    api('POST', '/publish', {
      headers: { Cookie: `portal=${token}`, ...(origin ? { Origin: origin } : {}) },
      body: { namespace: '/chat', event: 'e' },
    });
  problem(await publish(), 403, 'ACCESS_DENIED');
  problem(await publish('https://evil.example'), 403, 'ACCESS_DENIED');
  problem(await publish('null'), 403, 'ACCESS_DENIED');
  assert.equal((await publish('https://portal.example')).status, 202);
  assert.equal((await publish(SERVER)).status, 202);
  // No page can send that along unasked.
  const body = { namespace: '/chat', event: 'e' };
  assert.equal((await api('POST', '/publish', { token, body })).status, 202);
});

test('a body of a request is bounded like a frame', async () => {
  const { token } = await newUser('service', { groups: ['service'] });
  const answer = await api('POST', '/publish', {
    headers: { Cookie: `portal=${token}`, Origin: SERVER },
    body: { namespace: '/chat', event: 'e', data: 'x'.repeat(2048) },
  });
  problem(answer, 413, 'PAYLOAD_TOO_LARGE');
});
