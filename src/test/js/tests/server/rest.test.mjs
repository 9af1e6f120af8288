// The REST API: who may do what, what goes wrong and how it is told, and what clients hear of it.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { ask, greeted, happens, heard, issueToken, newUser, next, open, roundTrip, SERVER, unique } from '../../harness/client.mjs';
import { RESERVED, api, plainClient, problem } from '../../harness/portal-service.mjs';
import { is, shape } from '../../harness/shape.mjs';

const withRole = (...groups) => newUser(groups[0], { groups });

async function client(user, options = {}) {
  const socket = open({ ...options, auth: { token: user.token } });
  const { clientId } = await greeted(socket);
  return Object.assign(socket, { clientId });
}

const REQUESTS = [
  ['GET', '/presence', 'user', 200],
  ['GET', '/presence/nobody', 'user', 200],
  ['GET', '/rooms', 'user', 200],
  ['GET', '/rooms/none-like-this', 'user', 404],
  ['DELETE', '/rooms/none-like-this', 'user', 404],
  ['GET', '/rooms/none-like-this/members', 'user', 404],
  ['GET', '/rooms/none-like-this/messages', 'user', 404],
  ['POST', '/rooms/none-like-this/messages', 'user', 404, { text: 'x' }],
  ['POST', '/publish', 'service', 202, { namespace: '/realtime', event: 'nothing' }],
  ['PUT', '/users/somebody', 'service', 200, { username: 'Somebody' }],
  ['GET', '/connections', 'admin', 200],
  ['GET', '/connections?user=nobody', 'admin', 200],
  ['DELETE', '/connections/nothing', 'admin', 404],
  ['POST', '/users/nobody/disconnect', 'admin', 200],
  ['GET', '/stats', 'admin', 200],
];

const INCLUDES = { user: ['user', 'service', 'admin'], service: ['service', 'admin'], admin: ['admin'] };

for (const [method, path, role, status, body] of REQUESTS) {
  test(`${method} ${path} is for ${role} and whoever includes it`, async () => {
    const anonymous = await api(method, path, { body });
    problem(anonymous, 401, 'UNAUTHORIZED');
    assert.equal(anonymous.headers.get('www-authenticate'), 'Bearer');
    for (const group of ['user', 'moderator', 'service', 'admin']) {
      const { token } = await withRole(group);
      const answer = await api(method, path, { token, body });
      const may = INCLUDES[role].includes(group) || role === 'user';
      if (may) {
        assert.equal(answer.status, status, `${group}: ${answer.text}`);
      } else {
        problem(answer, 403, 'ACCESS_DENIED');
        // The role is judged before the body.
        problem(await api(method, path, { token, raw: method === 'GET' || method === 'DELETE' ? undefined : '{' }), 403, 'ACCESS_DENIED');
      }
    }
  });
}

test('a token that does not count is told apart from none', async () => {
  problem(await api('GET', '/presence', { token: 'x.y.z' }), 401, 'INVALID_TOKEN');
  const { token } = await newUser();
  problem(await api('GET', '/presence', { token: `${token.slice(0, -4)}AAAA` }), 401, 'INVALID_TOKEN');
  const basic = await api('GET', '/presence', { headers: { Authorization: 'Basic eDp5' } });
  problem(basic, 401, 'UNAUTHORIZED');
  // A service, since it asks more often than the rate limit allows.
  const short = await issueToken({
    sub: unique('short'),
    username: 'Short',
    expiresIn: 1,
    groups: ['service'],
  });
  let answer;
  do {
    answer = await api('GET', '/presence', { token: short.token });
  } while (answer.status === 200);
  problem(answer, 401, 'TOKEN_EXPIRED');
});

test('whatever is not there, or cannot be, is a problem, too', async () => {
  const { token } = await withRole('service');
  problem(await api('GET', '/nothing', { token }), 404, 'NOT_FOUND');
  const wrong = await api('PUT', '/publish', { token, body: {} });
  problem(wrong, 405, 'METHOD_NOT_ALLOWED');
  assert.match(wrong.headers.get('allow'), /POST/);
  problem(await api('POST', '/publish', { token, raw: 'x', type: 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE');
  problem(await api('GET', '/presence', { token, headers: { Accept: 'text/html' } }), 406, 'NOT_ACCEPTABLE');
});

test('a body that does not fit says what is wrong with it', async () => {
  const { token } = await withRole('service');
  const fields = async (raw) => {
    const answer = problem(await api('POST', '/publish', { token, raw }), 400, 'INVALID_PAYLOAD');
    return answer.violations.map((v) => v.field).sort();
  };
  const marked = `\uFEFF${JSON.stringify({ namespace: '/realtime', event: 'nothing' })}`;
  assert.equal((await api('POST', '/publish', { token, raw: marked })).status, 202);
  for (const raw of ['{', '[]', '"x"', '', 'null', '{}{}', '['.repeat(5_000)]) {
    assert.deepEqual(await fields(raw), [''], raw.slice(0, 10));
  }
  assert.deepEqual(await fields('{}'), ['event', 'namespace']);
  assert.deepEqual(await fields('{"namespace":1,"event":{}}'), ['event', 'namespace']);
  const body = (more) => JSON.stringify({ namespace: '/chat', event: 'e', ...more });
  assert.deepEqual(await fields(body({ namespace: '/nowhere' })), ['namespace']);
  assert.deepEqual(await fields(body({ room: 'r', user: 'u' })), ['']);
  assert.deepEqual(await fields(body({ room: 'a room' })), ['room']);
  assert.deepEqual(await fields(body({ event: 'x'.repeat(101) })), ['event']);
  const bytes = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
  problem(await api('POST', '/publish', { token, raw: bytes }), 400, 'INVALID_PAYLOAD');
});

test('a body over the configured payload is refused', async () => {
  const { token } = await withRole('service');
  const body = { namespace: '/chat', event: 'e', data: 'x'.repeat(64 * 1024) };
  problem(await api('POST', '/publish', { token, body }), 413, 'PAYLOAD_TOO_LARGE');
});

test('reserved names of events are refused', async () => {
  const { token } = await withRole('service');
  const publish = (namespace, event) => api('POST', '/publish', { token, body: { namespace, event } });
  for (const event of ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener']) {
    problem(await publish('/realtime', event), 400, 'INVALID_PAYLOAD');
  }
  for (const event of RESERVED) {
    problem(await publish('/chat', event), 400, 'INVALID_PAYLOAD');
    problem(await publish('/', event), 400, 'INVALID_PAYLOAD');
  }
  for (const event of ['error', 'exception', 'token_expiring', 'disconnecting-reason', 'connected', 'pong']) {
    problem(await publish('/realtime', event), 400, 'INVALID_PAYLOAD');
  }
  for (const event of ['price-update', 'new-block', 'new_message']) {
    assert.equal((await publish('/realtime', event)).status, 202, event);
  }
});

test('nobody can pretend by REST that a room was closed', async () => {
  const { token } = await withRole('service');
  const room = unique('room');
  const socket = await client(await newUser());
  await ask(socket, 'join_room', { roomId: room });
  const body = { namespace: '/chat', room, data: { roomId: room, by: 'nobody' } };
  for (const event of ['room_closed', 'room-closed']) {
    problem(await api('POST', '/publish', { token, body: { ...body, event } }), 400, 'INVALID_PAYLOAD');
  }
  await roundTrip(socket);
  assert.deepEqual(heard(socket, 'room_closed'), []);
});

test('what is published is heard by whom it is for, at both doors', async () => {
  const { token } = await withRole('service');
  const publish = async (body) => {
    const answer = await api('POST', '/publish', { token, body });
    assert.equal(answer.status, 202, answer.text);
    assert.equal(answer.text, '');
  };
  const ada = await newUser('ada');
  const room = unique('room');
  const socket = await client(ada);
  const plain = await plainClient(ada);
  const other = await client(await newUser());
  for (const s of [socket, other]) {
    await ask(s, 'join_room', { roomId: room });
  }
  await plain.ask('join_room', { roomId: room });
  const namespace = '/chat';
  await publish({ namespace, room, event: 'to_room', data: { n: 1 } });
  await publish({ namespace, user: ada.sub, event: 'to_user', data: { n: 2 } });
  await publish({ namespace, connection: plain.id, event: 'to_connection', data: null });
  await publish({ namespace, room, except: socket.clientId, event: 'but_one', data: 4 });
  await publish({ namespace, event: unique('all'), data: 5 });
  assert.deepEqual(await next(socket, 'to_room'), { n: 1 });
  assert.deepEqual(await next(other, 'to_room'), { n: 1 });
  assert.deepEqual((await plain.event('to_room')).data, { n: 1 });
  assert.deepEqual(await next(socket, 'to_user'), { n: 2 });
  assert.deepEqual((await plain.event('to_user')).data, { n: 2 });
  await plain.event('to_connection');
  assert.equal(await next(other, 'but_one'), 4);
  assert.equal((await plain.event('but_one')).data, 4);
  await roundTrip(socket);
  await roundTrip(other);
  assert.deepEqual(heard(socket, 'to_connection'), []);
  assert.deepEqual(heard(socket, 'but_one'), []);
  assert.deepEqual(heard(other, 'to_user'), []);
  plain.close();
});

test('a namespace is a bound: a user or connection elsewhere is not reached', async () => {
  const { token } = await withRole('service');
  const ada = await newUser('ada');
  const socket = await client(ada);
  for (const whom of [{ user: ada.sub }, { connection: socket.clientId }]) {
    await api('POST', '/publish', { token, body: { namespace: '/realtime', event: 'e', data: 1, ...whom } });
  }
  await roundTrip(socket);
  assert.deepEqual(heard(socket, 'e'), []);
});

test('no room in a publication is the address of a user or a connection', async () => {
  const { token } = await withRole('service');
  const ada = await newUser('ada');
  const socket = await client(ada);
  const feeds = await client(ada, { nsp: '/realtime' });
  for (const namespace of ['/', '/chat', '/realtime']) {
    for (const room of [ada.sub, `user:${ada.sub}`, socket.clientId, `user ${ada.sub}`]) {
      await api('POST', '/publish', { token, body: { namespace, room, event: 'crossed', data: 1 } });
    }
  }
  problem(
    await api('POST', '/publish', { token, body: { namespace: '/chat', room: `user:${ada.sub}`, event: 'e' } }),
    403,
    'ACCESS_DENIED',
  );
  await api('POST', '/publish', { token, body: { namespace: '/chat', user: ada.sub, event: 'right', data: 1 } });
  await api('POST', '/publish', { token, body: { namespace: '/realtime', user: ada.sub, event: 'right', data: 1 } });
  await Promise.all([next(socket, 'right'), next(feeds, 'right')]);
  assert.deepEqual([...heard(socket, 'crossed'), ...heard(feeds, 'crossed')], []);
});

test('presence tells who is online, in pages', async () => {
  const { token } = await newUser();
  const prefix = unique('p');
  const users = [];
  for (const n of [1, 2, 3]) {
    const user = await newUser('present', { sub: `${prefix}-${n}` });
    users.push(user);
    await ask(await client(user), 'online_users');
  }
  const found = [];
  let path = '/presence?limit=1';
  for (let page; path; path = page.next && `/presence?limit=1&cursor=${encodeURIComponent(page.next)}`) {
    page = (await api('GET', path, { token })).json;
    assert.ok(page.users.length <= 1);
    found.push(...page.users);
  }
  assert.deepEqual(
    found.filter((u) => u.userId.startsWith(prefix)),
    users.map((u) => ({ userId: u.sub, username: u.username, connections: 1 })),
  );
  assert.deepEqual((await api('GET', `/presence/${users[0].sub}`, { token })).json, {
    userId: users[0].sub,
    online: true,
    connections: 1,
  });
  assert.deepEqual((await api('GET', '/presence/nobody', { token })).json, {
    userId: 'nobody',
    online: false,
    connections: 0,
  });
  for (const limit of ['0', '101', 'x', '1.5']) {
    problem(await api('GET', `/presence?limit=${limit}`, { token }), 400, 'INVALID_PAYLOAD');
  }
});

test('an admin sees connections and ends them', async () => {
  const { token } = await withRole('admin');
  const ada = await newUser('ada');
  const [one, two, three] = [await client(ada), await client(ada), await client(ada)];
  const list = (await api('GET', `/connections?user=${ada.sub}`, { token })).json;
  assert.equal(list.connections.length, 3);
  shape(list.connections.find((c) => c.id === one.clientId), {
    id: is(one.clientId),
    userId: is(ada.sub),
    username: is(ada.username),
    namespace: is('/chat'),
    connectedAt: 'iso',
  });
  const gone = happens(one, 'disconnect');
  assert.equal((await api('DELETE', `/connections/${one.clientId}`, { token })).status, 204);
  assert.deepEqual((await gone)[0], 'io server disconnect');
  assert.equal((await next(one, 'disconnecting_reason')).reconnect, false);
  problem(await api('DELETE', `/connections/${one.clientId}`, { token }), 404, 'CONNECTION_NOT_FOUND');
  const others = [happens(two, 'disconnect'), happens(three, 'disconnect')];
  const answer = await api('POST', `/users/${ada.sub}/disconnect`, { token });
  assert.deepEqual(answer.json, { disconnected: 2 });
  await Promise.all(others);
});

test('statistics count what there is', async () => {
  const { token } = await withRole('admin');
  const socket = await client(await newUser());
  await ask(socket, 'join_room', { roomId: unique('room') });
  const stats = (await api('GET', '/stats', { token })).json;
  shape(stats, {
    connections: 'count',
    users: 'count',
    rooms: 'count',
    nodes: 'array',
  });
  assert.ok(stats.connections >= 1 && stats.users >= 1 && stats.rooms >= 1, JSON.stringify(stats));
  assert.equal(stats.nodes.length, 1);
  shape(stats.nodes[0], { name: 'string', connections: is(stats.connections) });
});

test('a user who was introduced can be written to before he comes', async () => {
  const { token } = await withRole('service');
  const sub = unique('later');
  const sender = await client(await newUser());
  const direct = { recipientId: sub, text: 'welcome' };
  assert.equal((await ask(sender, 'direct_message', direct)).code, 'USER_NOT_FOUND');
  const put = await api('PUT', `/users/${sub}`, { token, body: { username: 'Later' } });
  assert.deepEqual(put.json, { userId: sub, username: 'Later' });
  assert.equal((await ask(sender, 'direct_message', direct)).sent, true);
  for (const [id, username] of [['anon-1', 'A'], ['x'.repeat(129), 'A'], [sub, ' '], [sub, 'x'.repeat(65)]]) {
    problem(await api('PUT', `/users/${id}`, { token, body: { username } }), 400, 'INVALID_PAYLOAD');
  }
});

test('messages are read as they are after editing, deleting and reacting', async () => {
  const room = unique('room');
  const ada = await newUser('ada');
  const [writer, reader] = [await client(ada), await newUser('reader')];
  await ask(writer, 'join_room', { roomId: room });
  const ids = [];
  for (const text of ['one', 'two', 'three']) {
    ids.push((await ask(writer, 'send_message', { roomId: room, text })).messageId);
  }
  await ask(writer, 'edit_message', { messageId: ids[0], text: 'ONE' });
  await ask(writer, 'delete_message', { messageId: ids[1] });
  await ask(writer, 'react', { messageId: ids[2], emoji: '👍' });
  const read = async ({ token }) => (await api('GET', `/rooms/${room}/messages`, { token })).json;
  const page = await read(ada);
  const { messages, lastSeq, epoch, rev } = await ask(writer, 'join_room', { roomId: room });
  assert.deepEqual(page, { messages, lastSeq, epoch, rev, more: false });
  assert.deepEqual(page.messages.map((m) => [m.text, m.deleted ?? false]), [['ONE', false], [undefined, true], ['three', false]]);
  assert.match(page.messages[0].editedAt, /^\d{4}-.*Z$/);
  assert.deepEqual(page.messages[2].reactions, [{ emoji: '👍', count: 1, mine: true }]);
  assert.deepEqual((await read(reader)).messages[2].reactions, [{ emoji: '👍', count: 1, mine: false }]);
});

test('messages are stored and read without a connection, and heard by those who have one', async () => {
  const room = unique('room');
  const reader = await client(await newUser());
  await ask(reader, 'join_room', { roomId: room });
  const ada = await newUser('ada');
  const path = `/rooms/${room}/messages`;
  const post = await api('POST', path, { token: ada.token, body: { text: 'hello', clientMessageId: 'c1' } });
  assert.equal(post.status, 201, post.text);
  shape(post.json, { sent: is(true), messageId: 'string', seq: is(1), timestamp: 'iso' });
  const message = await next(reader, 'new_message');
  assert.equal(message.text, 'hello');
  assert.equal(message.userId, ada.sub);
  assert.equal(message.id, post.json.messageId);
  assert.equal('clientMessageId' in message, false);
  const again = await api('POST', path, { token: ada.token, body: { text: 'hello', clientMessageId: 'c1' } });
  assert.deepEqual(again.json, post.json);
  await api('POST', path, { token: ada.token, body: { text: 'second' } });
  const page = (await api('GET', path, { token: ada.token })).json;
  assert.deepEqual(page.messages.map((m) => [m.seq, m.text, m.clientMessageId]), [[1, 'hello', 'c1'], [2, 'second', undefined]]);
  assert.deepEqual(page, await ask(await client(ada), 'join_room', { roomId: room }).then(({ messages, lastSeq, epoch, rev }) => ({ messages, lastSeq, epoch, rev, more: false })));
  const before = (await api('GET', `${path}?before=2&limit=1`, { token: ada.token })).json;
  assert.deepEqual(before.messages.map((m) => m.seq), [1]);
  const after = (await api('GET', `${path}?after=1`, { token: ada.token })).json;
  assert.deepEqual(after.messages.map((m) => m.seq), [2]);
  for (const query of ['before=2&after=1', 'before=0', 'after=-1', 'before=x', 'limit=101']) {
    problem(await api('GET', `${path}?${query}`, { token: ada.token }), 400, 'INVALID_PAYLOAD');
  }
  for (const body of [{}, { text: 5 }, { text: '' }, { text: 'x'.repeat(1001) }]) {
    problem(await api('POST', path, { token: ada.token, body }), 400, 'INVALID_PAYLOAD');
  }
});

test('only a service speaks for others', async () => {
  const room = unique('room');
  const reader = await client(await newUser());
  await ask(reader, 'join_room', { roomId: room });
  const ada = await newUser('ada');
  await client(ada);
  const path = `/rooms/${room}/messages`;
  const body = { text: 'in her name', userId: ada.sub };
  problem(await api('POST', path, { token: (await newUser()).token, body }), 403, 'ACCESS_DENIED');
  const { token } = await withRole('service');
  assert.equal((await api('POST', path, { token, body })).status, 201);
  assert.equal((await next(reader, 'new_message')).userId, ada.sub);
  assert.equal((await api('POST', path, { token: ada.token, body })).status, 201);
  problem(await api('POST', path, { token, body: { text: 'x', userId: 'nobody' } }), 404, 'USER_NOT_FOUND');
});

test('a room and who is in it', async () => {
  const room = unique('room');
  const ada = await newUser('ada');
  const socket = await client(ada);
  await ask(socket, 'create_room', { roomId: room, name: 'A room', visibility: 'public', capacity: 9, topic: 'T' });
  await ask(socket, 'join_room', { roomId: room });
  const { token } = await newUser();
  shape((await api('GET', `/rooms/${room}`, { token })).json, {
    roomId: is(room),
    name: is('A room'),
    topic: is('T'),
    visibility: is('public'),
    capacity: is(9),
    online: is(1),
    lastSeq: is(0),
    epoch: 'string',
    rev: 'count',
    closed: is(false),
  });
  assert.deepEqual((await api('GET', `/rooms/${room}/members`, { token })).json, {
    members: [{ userId: ada.sub, username: ada.username, connections: 1 }],
  });
  const listed = await api('GET', `/rooms?query=${room}`, { token: ada.token });
  assert.deepEqual(listed.json, { rooms: (await ask(socket, 'list_rooms', { query: room })).rooms });
  problem(await api('GET', '/rooms/a%20room', { token }), 400, 'INVALID_PAYLOAD');
});

test('a room is closed by its owner or an admin, and by nobody else', async () => {
  const [owner, other, admin] = [await newUser(), await newUser(), await withRole('admin')];
  const socket = await client(owner, { nsp: '/chat' });
  for (const closer of [owner, admin]) {
    const roomId = unique('room');
    await ask(socket, 'create_room', { roomId, name: roomId, visibility: 'public' });
    await ask(socket, 'join_room', { roomId });
    problem(await api('DELETE', `/rooms/${roomId}`, { token: other.token }), 403, 'ACCESS_DENIED');
    assert.equal((await api('DELETE', `/rooms/${roomId}`, { token: closer.token })).status, 204);
    await next(socket, 'room_closed', (e) => e.roomId === roomId);
    assert.equal((await ask(socket, 'join_room', { roomId })).code, 'ROOM_CLOSED');
    const again = await api('DELETE', `/rooms/${roomId}`, { token: closer.token });
    problem(again, 409, 'ROOM_CLOSED');
  }
});

test('an admin removes a room, and its id is free again', async () => {
  const [owner, other, admin] = [await newUser(), await newUser(), await withRole('admin')];
  const socket = await client(owner, { nsp: '/chat' });
  for (const closed of [false, true]) {
    const roomId = unique('room');
    const create = () =>
      ask(socket, 'create_room', { roomId, name: roomId, visibility: 'public' });
    await create();
    await ask(socket, 'join_room', { roomId });
    const { messageId } = await ask(socket, 'send_message', { roomId, text: 'hi' });
    await ask(socket, 'react', { messageId, emoji: '👍' });
    if (closed) await ask(socket, 'close_room', { roomId });
    const purge = (user) => api('DELETE', `/rooms/${roomId}?purge=true`, { token: user.token });
    problem(await purge(other), 403, 'ACCESS_DENIED');
    problem(await purge(owner), 403, 'ACCESS_DENIED');
    assert.equal((await purge(admin)).status, 204);
    problem(await api('GET', `/rooms/${roomId}`, { token: owner.token }), 404, 'ROOM_NOT_FOUND');
    problem(await purge(admin), 404, 'ROOM_NOT_FOUND');
    assert.equal((await create()).roomId, roomId);
    const { lastSeq, messages } = await ask(socket, 'join_room', { roomId });
    assert.deepEqual([lastSeq, messages], [0, []]);
  }
});

// CVE-2026-9162: an end that misses sockets which are open. Revocation of tokens comes later; this is
// what it will use.
test('a user who is disconnected has no socket left, at no door and in no namespace', async () => {
  const [user, admin] = [await newUser(), await withRole('admin')];
  const [chat, realtime] = [
    await client(user, { nsp: '/chat' }),
    await client(user, { nsp: '/realtime', transports: ['polling'] }),
  ];
  const plain = await plainClient(user);
  const lost = await client(user, { nsp: '/chat' });
  const gone = happens(lost, 'disconnect');
  lost.io.engine.close();
  await gone;
  const ends = [chat, realtime].map((socket) => happens(socket, 'disconnect'));
  const answer = await api('POST', `/users/${user.sub}/disconnect`, { token: admin.token });
  assert.ok(answer.json.disconnected >= 3, answer.text);
  assert.deepEqual(
    (await Promise.all(ends)).map(([reason]) => reason),
    ['io server disconnect', 'io server disconnect'],
  );
  assert.equal(await plain.closed, 4403);
  const left = await api('GET', `/connections?user=${user.sub}`, { token: admin.token });
  assert.deepEqual(left.json.connections, []);
  const back = happens(lost, 'connect');
  lost.connect();
  await back;
  assert.equal(lost.recovered, false);
});

test('a user who was disconnected cannot take up a session that he had lost', async () => {
  const [user, admin] = [await newUser(), await withRole('admin')];
  const socket = await client(user, { nsp: '/chat' });
  const witness = await client(await newUser(), { nsp: '/chat' });
  const gone = happens(socket, 'disconnect');
  socket.io.engine.close();
  await gone;
  await next(witness, 'user_offline', (e) => e.userId === user.sub);
  const before = await api('GET', `/connections?user=${user.sub}`, { token: admin.token });
  assert.deepEqual(before.json.connections, []);
  await api('POST', `/users/${user.sub}/disconnect`, { token: admin.token });
  const back = happens(socket, 'connect');
  socket.connect();
  await back;
  assert.equal(socket.recovered, false);
});

test('direct messages of others are not to be had', async () => {
  const [ada, bob] = [await newUser('ada'), await newUser('bob')];
  const socket = await client(ada);
  await client(bob);
  const { roomId } = await ask(socket, 'direct_message', { recipientId: bob.sub, text: 'secret' });
  const read = (token) => api('GET', `/rooms/${roomId}/messages`, { token });
  problem(await read((await newUser()).token), 403, 'ACCESS_DENIED');
  assert.deepEqual((await read(bob.token)).json.messages.map((m) => m.text), ['secret']);
  const { token } = await withRole('service');
  problem(await api('POST', '/publish', { token, body: { namespace: '/chat', room: roomId, event: 'e' } }), 403, 'ACCESS_DENIED');
});

test('the rate of a user counts what comes by REST', async () => {
  const room = unique('room');
  await ask(await client(await newUser()), 'join_room', { roomId: room });
  const user = await newUser();
  let answer;
  for (let i = 0; i < 101; i++) {
    answer = await api('POST', `/rooms/${room}/messages`, { token: user.token, body: { text: `${i}` } });
  }
  const { retryAfter } = problem(answer, 429, 'RATE_LIMITED');
  const seconds = Number(answer.headers.get('retry-after'));
  assert.ok(seconds >= 1 && seconds === Math.ceil(retryAfter / 1000), `${seconds} ${retryAfter}`);
});

test('a switch in a query that is neither true nor false is refused', async () => {
  const { token } = await newUser();
  assert.equal((await api('GET', '/rooms?direct=false', { token })).status, 200);
  problem(await api('GET', '/rooms?direct=yes', { token }), 400, 'INVALID_PAYLOAD');
});

const PAGE = 'https://portal.example';

/** A request with a path and headers that fetch would change or refuse. */
const send = (method, path, headers = {}, body = undefined) =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(SERVER);
    const sent = request({ method, hostname, port, path: `/api${path}`, headers }, async (response) => {
      const chunks = await response.toArray();
      const text = Buffer.concat(chunks).toString();
      const json = text.startsWith('{') ? JSON.parse(text) : undefined;
      resolve({ status: response.statusCode, headers: new Headers(response.headers), text, json });
    });
    sent.on('error', reject);
    sent.end(body);
  });

test('a page of an allowed origin may use the API, and its preflight needs no token', async () => {
  const preflight = await send('OPTIONS', '/rooms/any/messages', {
    Origin: PAGE,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization, content-type',
  });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get('access-control-allow-origin'), PAGE);
  assert.equal(preflight.headers.get('access-control-allow-headers'), 'authorization, content-type');
  assert.match(preflight.headers.get('access-control-allow-methods'), /POST, PUT, PATCH, DELETE/);

  const { token } = await withRole('user');
  const Authorization = `Bearer ${token}`;
  const allowed = [
    await send('GET', '/presence', { Origin: PAGE, Authorization }),
    await send('GET', '/presence', { Origin: PAGE }),
    await send('GET', '/nowhere', { Origin: PAGE, Authorization }),
  ];
  assert.deepEqual(allowed.map(({ status }) => status), [200, 401, 404]);
  for (const { headers } of allowed) {
    assert.equal(headers.get('access-control-allow-origin'), PAGE);
    assert.match(headers.get('vary'), /Origin/);
    assert.match(headers.get('access-control-expose-headers'), /Retry-After/);
  }
});

test('a page of another origin gets no CORS headers, and its preflight is refused', async () => {
  const Origin = 'https://evil.example';
  const preflight = await send('OPTIONS', '/presence', { Origin, 'Access-Control-Request-Method': 'GET' });
  problem(preflight, 403, 'ACCESS_DENIED');
  const { token } = await withRole('user');
  const read = await send('GET', '/presence', { Origin, Authorization: `Bearer ${token}` });
  for (const { headers } of [preflight, read]) {
    assert.equal(headers.get('access-control-allow-origin'), null);
  }
});

test('malformed media types are problems, not errors of the server', async () => {
  const { token } = await withRole('service');
  const Authorization = `Bearer ${token}`;
  for (const Accept of ['text/html;q=x', 'text/', ';', 'text/html;q=2']) {
    problem(await send('GET', '/presence', { Authorization, Accept }), 400, 'INVALID_PAYLOAD');
  }
  for (const type of ['application', 'application/json;charset', '/', 'a b/c']) {
    const headers = { Authorization, 'Content-Type': type };
    problem(await send('POST', '/publish', headers, '{}'), 415, 'UNSUPPORTED_MEDIA_TYPE');
  }
  problem(await send('GET', '/presence', { Authorization, Accept: 'text/html' }), 406, 'NOT_ACCEPTABLE');
});

for (const id of ['CORP\\jdoe', 'a/b', '/a', 'a#b', 'a?b=c', 'a;b=c', 'a%2Fb', 'a b+c', 'é☃', 'a.', '.a', '..a', '.', '..']) {
  test(`the user ${id} is addressable`, async () => {
    const { token } = await withRole('service');
    const encoded = /^\.+$/.test(id) ? id.replaceAll('.', '%2E') : encodeURIComponent(id);
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const named = await send('PUT', `/users/${encoded}`, headers, '{"username":"Somebody"}');
    assert.deepEqual([named.status, named.json?.userId], [200, id], named.text);
    const seen = await send('GET', `/presence/${encoded}`, headers);
    assert.deepEqual([seen.status, seen.json?.userId], [200, id], seen.text);
  });
}

for (const id of ['.', '..', 'a.b', '-._:', '...']) {
  test(`the room ${id} is addressable`, async () => {
    const { token } = await withRole('user');
    const encoded = id.replaceAll('.', '%2E');
    const headers = { Authorization: `Bearer ${token}` };
    problem(await send('GET', `/rooms/${encoded}/messages`, headers), 404, 'ROOM_NOT_FOUND');
  });
}
