// The rows of the event table in their canonical, snake_case form.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allPages,
  ask,
  connect,
  eventsOf,
  forget,
  gather,
  heard,
  newUser,
  next,
  roundTrip,
  unique,
} from '../../harness/client.mjs';
import { failure, is, listOf, maybe, shape, snakeMessage } from '../../harness/shape.mjs';

const PAGE = { lastSeq: 'count', epoch: 'string', rev: 'count' };

test('join_room of a new room answers with an empty page and the position', async () => {
  const socket = await connect(await newUser());
  const roomId = unique('room');
  shape(await ask(socket, 'join_room', { roomId }), {
    joined: is(roomId),
    messages: is([]),
    ...PAGE,
    lastSeq: is(0),
    recovered: maybe(is(false)),
    more: maybe(is(false)),
  });
});

test('join_room answers with the messages so far, oldest first', async () => {
  const { room, people, alice } = await gather({ alice: {} });
  await ask(alice, 'send_message', { roomId: room, text: 'one' });
  await ask(alice, 'send_message', { roomId: room, text: 'two' });
  const late = await connect(await newUser());
  const page = await ask(late, 'join_room', { roomId: room });
  shape(page.messages, listOf(snakeMessage(room, people.alice)));
  assert.deepEqual(
    page.messages.map(({ seq, text }) => [seq, text]),
    [[1, 'one'], [2, 'two']],
  );
  assert.equal(page.lastSeq, 2);
});

test('join_room answers with the newest fifty of many messages', async () => {
  const { room, alice } = await gather({ alice: {} });
  for (let i = 1; i <= 55; i++) {
    await ask(alice, 'send_message', { roomId: room, text: `${i}` });
  }
  const late = await connect(await newUser());
  const page = await ask(late, 'join_room', { roomId: room });
  assert.deepEqual(page.messages.map((m) => m.seq), range(6, 55));
});

test('join_room tells the others, and only them, who came', async () => {
  const { room, alice, sync } = await gather({ alice: {} });
  const user = await newUser();
  const socket = await connect(user);
  await ask(socket, 'join_room', { roomId: room });
  const joined = await next(alice, 'user_joined_room');
  assert.deepEqual(joined, { roomId: room, userId: user.sub, username: user.username });
  await sync(alice, socket);
  assert.deepEqual(eventsOf(socket, room), []);
});

test('join is join_room', async () => {
  const socket = await connect(await newUser());
  const roomId = unique('room');
  assert.equal((await ask(socket, 'join', { roomId })).joined, roomId);
});

test('a bare string is the id of the room to join', async () => {
  const socket = await connect(await newUser());
  const roomId = unique('room');
  assert.equal((await ask(socket, 'join', roomId)).joined, roomId);
});

test('a bare string is the id of the room to leave', async () => {
  const { room, alice } = await gather({ alice: {} });
  assert.deepEqual(await ask(alice, 'leave_room', room), { left: room });
});

test('room stands for roomId', async () => {
  const socket = await connect(await newUser());
  const room = unique('room');
  assert.equal((await ask(socket, 'join_room', { room })).joined, room);
});

test('a number as the id of a room is read as its decimal string', async () => {
  const socket = await connect(await newUser());
  const roomId = 1 + Math.floor(Math.random() * 2 ** 50);
  assert.equal((await ask(socket, 'join_room', { roomId })).joined, String(roomId));
});

test('unknown fields of a payload are dropped', async () => {
  const { room, alice } = await gather({ alice: {} });
  await ask(alice, 'send_message', { roomId: room, text: 'hi', colour: 'red', id: 'mine' });
  const message = await next(alice, 'new_message');
  assert.equal(message.colour, undefined);
  assert.notEqual(message.id, 'mine');
});

test('an event without an ack does the same as one with', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  alice.emit('send_message', { roomId: room, text: 'no ack asked' });
  assert.equal((await next(bob, 'new_message')).text, 'no ack asked');
});

test('leave_room answers with the room left, and tells the others who went', async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  assert.deepEqual(await ask(bob, 'leave_room', { roomId: room }), { left: room });
  const { sub: userId, username } = people.bob;
  assert.deepEqual(await next(alice, 'user_left_room'), { roomId: room, userId, username });
  await sync(alice);
  await roundTrip(bob);
  assert.deepEqual(eventsOf(bob, room), []);
});

test('a connection that left a room hears it no more', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  await ask(bob, 'leave_room', { roomId: room });
  await ask(alice, 'send_message', { roomId: room, text: 'without bob' });
  await next(alice, 'new_message');
  await ask(bob, 'join_room', { roomId: room });
  assert.deepEqual(heard(bob, 'new_message'), []);
});

test('send_message is acked with id and seq, and everyone in the room hears it', async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  const ack = await ask(alice, 'send_message', { roomId: room, text: 'hello' });
  shape(ack, { sent: is(true), messageId: 'string', seq: is(1), timestamp: 'iso' });
  await sync();
  for (const socket of [alice, bob]) {
    assert.deepEqual(eventsOf(socket, room), ['new_message']);
    shape(
      await next(socket, 'new_message'),
      snakeMessage(room, people.alice, {
        id: is(ack.messageId),
        seq: is(1),
        text: is('hello'),
        timestamp: is(ack.timestamp),
      }),
    );
  }
});

test('somebody outside the room does not hear it', async () => {
  const { room, alice, sync } = await gather({ alice: {} });
  const outsider = await connect(await newUser());
  await ask(alice, 'send_message', { roomId: room, text: 'among us' });
  await sync();
  await roundTrip(outsider);
  assert.deepEqual(eventsOf(outsider, room), []);
});

for (const field of ['content', 'message']) {
  test(`${field} stands for text`, async () => {
    const { room, alice } = await gather({ alice: {} });
    await ask(alice, 'send_message', { roomId: room, [field]: 'under another name' });
    assert.equal((await next(alice, 'new_message')).text, 'under another name');
  });
}

test('clientMessageId, replyTo and metadata of a message come back to its author', async () => {
  const { room, people, alice } = await gather({ alice: {} });
  const { messageId } = await ask(alice, 'send_message', { roomId: room, text: 'first' });
  const extras = { clientMessageId: unique('c'), replyTo: messageId, metadata: { a: [1, null] } };
  await ask(alice, 'send_message', { roomId: room, text: 'second', ...extras });
  shape(
    await next(alice, 'new_message', (m) => m.seq === 2),
    snakeMessage(room, people.alice, {
      clientMessageId: is(extras.clientMessageId),
      replyTo: is(messageId),
      metadata: is(extras.metadata),
    }),
  );
});

test('room_message reaches the whole room, its sender too', async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  const ack = await ask(alice, 'room_message', { roomId: room, text: 'passing' });
  assert.deepEqual(ack, { ok: true });
  await sync();
  for (const socket of [alice, bob]) {
    assert.deepEqual(eventsOf(socket, room), ['message']);
    shape(await next(socket, 'message'), {
      roomId: is(room),
      text: is('passing'),
      senderId: is(people.alice.sub),
      username: is(people.alice.username),
      timestamp: 'iso',
    });
  }
});

test('room_message is not stored', async () => {
  const { room, alice } = await gather({ alice: {} });
  await ask(alice, 'room_message', { roomId: room, text: 'passing' });
  const history = await ask(alice, 'get_history', { roomId: room });
  assert.deepEqual([history.messages, history.lastSeq], [[], 0]);
});

test('message with a room reaches the others there', async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  const ack = await ask(alice, 'message', { roomId: room, text: 'psst' });
  assert.deepEqual(ack, { ok: true });
  shape(await next(bob, 'message'), {
    roomId: is(room),
    text: is('psst'),
    senderId: is(people.alice.sub),
    user: { id: is(people.alice.sub), name: is(people.alice.username) },
    timestamp: 'iso',
  });
  await sync();
  assert.deepEqual(eventsOf(alice, room), []);
});

test('message without a room is acked with what was received, and nothing is sent', async () => {
  const text = unique('echo');
  const [socket, other] = [await connect(await newUser()), await connect(await newUser())];
  assert.deepEqual(await ask(socket, 'message', { text }), { ok: true, received: text });
  await roundTrip(socket);
  await roundTrip(other);
  for (const s of [socket, other]) {
    assert.deepEqual(heard(s, 'message'), []);
  }
});

test('message without a room and without an ack comes back to its sender', async () => {
  const text = unique('echo');
  const [socket, other] = [await connect(await newUser()), await connect(await newUser())];
  socket.emit('message', { text });
  assert.deepEqual(await next(socket, 'message'), { ok: true, received: text });
  await roundTrip(other);
  assert.deepEqual(heard(other, 'message'), []);
});

test('a bare message in / reaches everyone in /, its sender too', async () => {
  const user = await newUser();
  const text = unique('to everyone');
  const sender = await connect(user, { nsp: '/' });
  const other = await connect(await newUser(), { nsp: '/' });
  sender.emit('message', text);
  for (const socket of [sender, other]) {
    const event = await next(socket, 'message', (m) => m.message === text);
    shape(event, { sender: is(user.sub), message: is(text), timestamp: 'iso' });
  }
});

test('a bare message in / may be an object', async () => {
  const text = unique('to everyone');
  const sender = await connect(await newUser(), { nsp: '/' });
  const other = await connect(await newUser(), { nsp: '/' });
  sender.emit('message', { text });
  await next(other, 'message', (m) => m.message === text);
});

test('a bare message in / can be acked', async () => {
  const text = unique('to everyone');
  const sender = await connect(await newUser(), { nsp: '/' });
  const other = await connect(await newUser(), { nsp: '/' });
  assert.deepEqual(await ask(sender, 'message', text), { ok: true, received: text });
  await next(other, 'message', (m) => m.message === text);
});

test('a bare message in / is not heard in /chat', async () => {
  const text = unique('to everyone');
  const sender = await connect(await newUser(), { nsp: '/' });
  const chat = await connect(await newUser());
  sender.emit('message', text);
  await next(sender, 'message', (m) => m.message === text);
  await roundTrip(chat);
  assert.deepEqual(heard(chat, 'message', (m) => m.message === text), []);
});

test('message with a room works in / as it does in /chat', async () => {
  const { room, alice, bob, sync } = await gather({ alice: { nsp: '/' }, bob: { nsp: '/' } });
  assert.deepEqual(await ask(alice, 'message', { roomId: room, text: 'psst' }), { ok: true });
  assert.equal((await next(bob, 'message')).text, 'psst');
  await sync();
  assert.deepEqual(eventsOf(alice, room), []);
});

test('the rooms of / and /chat are the same', async () => {
  const { room, alice, bob } = await gather({ alice: { nsp: '/' }, bob: { nsp: '/chat' } });
  await ask(alice, 'send_message', { roomId: room, text: 'from the root' });
  assert.equal((await next(bob, 'new_message')).text, 'from the root');
  await ask(bob, 'send_message', { roomId: room, text: 'from the chat' });
  await next(alice, 'new_message', (m) => m.text === 'from the chat');
});

test('typing tells the others that somebody types', async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  alice.emit('typing', { roomId: room });
  const { sub: userId, username } = people.alice;
  assert.deepEqual(await next(bob, 'user_typing'), {
    roomId: room,
    userId,
    username,
    isTyping: true,
  });
  await sync();
  assert.deepEqual(eventsOf(alice, room), []);
});

test('typing tells the others that somebody has stopped', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  alice.emit('typing', { roomId: room, isTyping: false });
  assert.equal((await next(bob, 'user_typing')).isTyping, false);
});

test('typing is acked when asked for, so that nobody waits', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  assert.deepEqual(await ask(alice, 'typing', { roomId: room }), { ok: true });
  await next(bob, 'user_typing');
});

test('direct_message is acked with the room of the two', async () => {
  const { alice, people } = await dialogue();
  const { sub: recipientId } = people.bob;
  shape(await ask(alice, 'direct_message', { recipientId, text: 'hi' }), {
    sent: is(true),
    messageId: 'string',
    seq: is(1),
    roomId: /^dm-/,
    timestamp: 'iso',
  });
});

test('direct_message reaches every connection of the recipient', async () => {
  const { alice, bob, people } = await dialogue();
  const bobToo = await connect(people.bob, { nsp: '/' });
  const ack = await ask(alice, 'direct_message', { recipientId: people.bob.sub, text: 'hi' });
  for (const socket of [bob, bobToo]) {
    assert.deepEqual(await next(socket, 'direct_message'), {
      id: ack.messageId,
      seq: 1,
      roomId: ack.roomId,
      text: 'hi',
      senderId: people.alice.sub,
      senderUsername: people.alice.username,
      recipientId: people.bob.sub,
      timestamp: ack.timestamp,
    });
  }
});

test("direct_message reaches the sender's other connections but not this one", async () => {
  const { alice, bob, people } = await dialogue();
  const aliceToo = await connect(people.alice);
  await ask(alice, 'direct_message', { recipientId: people.bob.sub, text: 'hi' });
  assert.equal((await next(aliceToo, 'direct_message')).text, 'hi');
  await ask(bob, 'direct_message', { recipientId: people.alice.sub, text: 'hello' });
  await next(alice, 'direct_message', (m) => m.text === 'hello');
  assert.deepEqual(heard(alice, 'direct_message', (m) => m.text === 'hi'), []);
});

test('direct_message is heard by nobody else', async () => {
  const { alice, bob, people } = await dialogue();
  const carol = await connect(await newUser('carol'));
  await ask(alice, 'direct_message', { recipientId: people.bob.sub, text: 'hi' });
  await next(bob, 'direct_message');
  await roundTrip(carol);
  assert.deepEqual(heard(carol, 'direct_message'), []);
});

test('private_message with to and message is direct_message', async () => {
  const { alice, bob, people } = await dialogue();
  await ask(alice, 'private_message', { to: people.bob.sub, message: 'hi' });
  assert.equal((await next(bob, 'direct_message')).text, 'hi');
});

test('a number as the id of a recipient is read as its decimal string', async () => {
  const alice = await connect(await newUser('alice'));
  const number = 1 + Math.floor(Math.random() * 2 ** 50);
  const bob = await connect(await newUser('bob', { sub: String(number) }));
  await ask(alice, 'direct_message', { recipientId: number, text: 'hi' });
  assert.equal((await next(bob, 'direct_message')).recipientId, String(number));
});

test('a recipient who has gone finds the direct message in the history', async () => {
  const { alice, bob, people } = await dialogue();
  bob.disconnect();
  const { roomId } = await ask(alice, 'direct_message', { recipientId: people.bob.sub, text: '1' });
  const back = await connect(people.bob);
  const history = await ask(back, 'get_history', { roomId });
  shape(history.messages, listOf(snakeMessage(roomId, people.alice)));
  assert.deepEqual(history.messages.map((m) => m.text), ['1']);
});

test('direct messages of both directions share one room and one count', async () => {
  const { alice, bob, people } = await dialogue();
  const one = await ask(alice, 'direct_message', { recipientId: people.bob.sub, text: '1' });
  const two = await ask(bob, 'direct_message', { recipientId: people.alice.sub, text: '2' });
  assert.deepEqual([two.roomId, two.seq], [one.roomId, 2]);
});

test('a repeated clientMessageId makes no second direct message', async () => {
  const { alice, people } = await dialogue();
  const message = { recipientId: people.bob.sub, text: 'hi', clientMessageId: unique('c') };
  const one = await ask(alice, 'direct_message', message);
  assert.deepEqual(await ask(alice, 'direct_message', message), one);
});

test('list_rooms with direct lists the rooms of direct messages', async () => {
  const { alice, bob, people } = await dialogue();
  const { roomId } = await ask(alice, 'direct_message', { recipientId: people.bob.sub, text: '1' });
  for (const socket of [alice, bob]) {
    const { rooms } = await ask(socket, 'list_rooms', { direct: true });
    assert.deepEqual(
      rooms.map((r) => [r.roomId, r.visibility, r.lastSeq]),
      [[roomId, 'direct', 1]],
    );
  }
});

test('get_history answers with the newest messages and the position', async () => {
  const { room, alice, people } = await told(3);
  const history = await ask(alice, 'get_history', { roomId: room });
  shape(history, {
    messages: listOf(snakeMessage(room, people.alice)),
    ...PAGE,
    lastSeq: is(3),
    more: is(false),
  });
  assert.deepEqual(history.messages.map((m) => m.seq), [1, 2, 3]);
});

test('get_history is positioned as the join was', async () => {
  const { room, alice } = await told(2);
  const { epoch, rev, lastSeq } = await ask(alice, 'get_history', { roomId: room });
  const joined = await ask(alice, 'join_room', { roomId: room });
  assert.deepEqual([joined.epoch, joined.rev, joined.lastSeq], [epoch, rev, lastSeq]);
});

test('get_history pages by limit, before and after, always oldest first', async () => {
  const { room, alice } = await told(10);
  const page = async (options) => {
    const { messages, more } = await ask(alice, 'get_history', { roomId: room, ...options });
    return [messages.map((m) => m.seq), more];
  };
  assert.deepEqual(await page({ limit: 3 }), [[8, 9, 10], true]);
  assert.deepEqual(await page({ before: 8, limit: 3 }), [[5, 6, 7], true]);
  assert.deepEqual(await page({ before: 3, limit: 3 }), [[1, 2], false]);
  assert.deepEqual(await page({ after: 7 }), [[8, 9, 10], false]);
  assert.deepEqual(await page({ after: 2, limit: 3 }), [[3, 4, 5], true]);
  assert.deepEqual(await page({ after: 10 }), [[], false]);
  assert.deepEqual(await page({ before: 1 }), [[], false]);
  assert.deepEqual(await page({ limit: 10 }), [range(1, 10), false]);
});

for (const limit of [1, 100]) {
  test(`a limit of ${limit} is right`, async () => {
    const { room, alice } = await told(2);
    const { messages } = await ask(alice, 'get_history', { roomId: room, limit });
    assert.equal(messages.length, Math.min(limit, 2));
  });
}

for (const limit of [0, 101, -1]) {
  test(`a limit of ${limit} is an error and not clamped`, async () => {
    const { room, alice } = await gather({ alice: {} });
    const answer = await ask(alice, 'get_history', { roomId: room, limit });
    assert.deepEqual(answer.violations.map((v) => v.field), ['limit']);
    shape(answer, failure('INVALID_PAYLOAD', { violations: 'array' }));
  });
}

test('room_members tells who is present and on how many connections', async () => {
  const { room, people, alice } = await gather({ alice: {}, bob: {} });
  const again = await connect(people.bob);
  await ask(again, 'join_room', { roomId: room });
  const answer = await ask(alice, 'room_members', { roomId: room });
  shape(answer, { members: 'array' });
  shape(answer.members, listOf({ userId: 'string', username: 'string', connections: 'integer' }));
  const find = ({ sub }) => answer.members.find((m) => m.userId === sub);
  assert.deepEqual(find(people.alice), {
    userId: people.alice.sub,
    username: people.alice.username,
    connections: 1,
  });
  assert.equal(find(people.bob).connections, 2);
  assert.equal(answer.members.length, 3);
});

test('room_members no longer tells of who has left', async () => {
  const { room, people, alice, bob } = await gather({ alice: {}, bob: {} });
  await ask(bob, 'leave_room', { roomId: room });
  const { members } = await ask(alice, 'room_members', { roomId: room });
  assert.ok(!members.some((m) => m.userId === people.bob.sub));
});

test('online_users tells who is online, each user once', async () => {
  const { people, alice } = await dialogue();
  const again = await connect(people.bob);
  await roundTrip(again);
  shape(await ask(alice, 'online_users', {}), {
    users: listOf({ userId: 'string', username: 'string' }),
    next: maybe('string'),
  });
  const users = await allPages(alice, 'online_users', 'users');
  for (const { sub, username } of Object.values(people)) {
    assert.deepEqual(
      users.filter((u) => u.userId === sub),
      [{ userId: sub, username }],
    );
  }
});

test('online_users needs no payload', async () => {
  const alice = await connect(await newUser('alice'));
  shape((await ask(alice, 'online_users')).users, 'array');
});

test('create_room makes a room under the given id', async () => {
  const socket = await connect(await newUser());
  const roomId = unique('made');
  const answer = await ask(socket, 'create_room', { roomId, name: 'A room', visibility: 'public' });
  assert.deepEqual(answer, { roomId });
});

test('create_room finds an id if none is given', async () => {
  const socket = await connect(await newUser());
  const answer = await ask(socket, 'create_room', { name: 'A room', visibility: 'public' });
  shape(answer, { roomId: /^[A-Za-z0-9:_.-]{1,100}$/ });
  assert.equal((await ask(socket, 'join_room', answer)).joined, answer.roomId);
});

test('room_created is told to the others if the room is public', async () => {
  const { alice, bob } = await dialogue();
  const roomId = unique('made');
  const room = { roomId, name: unique('name'), visibility: 'public', topic: 'this and that' };
  await ask(alice, 'create_room', room);
  const created = await next(bob, 'room_created', (r) => r.roomId === roomId);
  assert.equal(created.name, room.name);
});

test('list_rooms tells its owner of a created room', async () => {
  const socket = await connect(await newUser());
  const room = { roomId: unique('made'), name: unique('name'), visibility: 'public', topic: 'tea' };
  await ask(socket, 'create_room', room);
  const { rooms } = await ask(socket, 'list_rooms', {});
  assert.deepEqual(
    rooms.find((r) => r.roomId === room.roomId),
    { ...room, role: 'owner', online: 0, lastSeq: 0, unread: 0 },
  );
});

test('list_rooms tells a member of a joined room', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  await ask(alice, 'send_message', { roomId: room, text: 'hi' });
  const answer = await ask(bob, 'list_rooms', {});
  shape(answer, { rooms: 'array', next: maybe('string') });
  shape(answer.rooms.find((r) => r.roomId === room), {
    roomId: is(room),
    name: 'string',
    topic: 'any',
    visibility: is('public'),
    role: is('member'),
    online: is(3),
    lastSeq: is(1),
    unread: is(1),
  });
});

test('list_rooms puts own rooms before those of others', async () => {
  const [owner, other] = [await connect(await newUser()), await connect(await newUser())];
  const mine = unique('mine');
  await ask(owner, 'create_room', { roomId: mine, name: 'mine', visibility: 'public' });
  const later = { roomId: unique('theirs'), name: 'theirs', visibility: 'public' };
  await ask(other, 'create_room', later);
  const { rooms } = await ask(owner, 'list_rooms', {});
  assert.equal(rooms[0].roomId, mine);
});

test('list_rooms without a role lists a room that one is no member of', async () => {
  const [owner, other] = [await connect(await newUser()), await connect(await newUser())];
  const room = { roomId: unique('made'), name: unique('name'), visibility: 'public' };
  await ask(owner, 'create_room', room);
  const { rooms } = await ask(other, 'list_rooms', { query: room.name });
  assert.deepEqual(
    rooms.map(({ roomId, role }) => ({ roomId, role })),
    [{ roomId: room.roomId, role: undefined }],
  );
});

test('find_users finds a user by his name', async () => {
  const { people, alice, bob } = await dialogue();
  const { sub: userId, username } = people.bob;
  // Whoever has this answer is known to be online.
  await ask(bob, 'online_users', {});
  const answer = await ask(alice, 'find_users', { query: username });
  assert.deepEqual(answer, { users: [{ userId, username, online: true }] });
});

test('find_users finds at most as many as the limit says', async () => {
  const prefix = unique('twin');
  const seeker = await connect(await newUser());
  for (const name of ['a', 'b', 'c']) {
    await connect(await newUser('x', { username: `${prefix}-${name}` }));
  }
  const { users } = await ask(seeker, 'find_users', { query: prefix, limit: 2 });
  assert.equal(users.length, 2);
});

test('ping is acked with the time', async () => {
  const socket = await connect(await newUser());
  shape(await ask(socket, 'ping'), { timestamp: 'millis' });
});

test('ping without an ack is answered by pong', async () => {
  const socket = await connect(await newUser());
  socket.emit('ping');
  shape(await next(socket, 'pong'), { timestamp: 'millis' });
});

test('a name with markup passes as text', async () => {
  const { room, alice } = await gather({ alice: {} });
  const username = `<b onclick="x('y')">&amp;${unique('name')}</b>`;
  const user = await newUser('user', { sub: unique('<i>id</i>&"\''), username });
  const socket = await connect(user);
  await ask(socket, 'join_room', { roomId: room });
  const joined = await next(alice, 'user_joined_room');
  assert.deepEqual(joined, { roomId: room, userId: user.sub, username });
});

test('text with markup passes as it is', async () => {
  const { room, alice } = await gather({ alice: {} });
  const text = '<script>alert("1")</script> &lt; </b> \\ / \u2028 \u2029 \t \n end';
  await ask(alice, 'send_message', { roomId: room, text });
  assert.equal((await next(alice, 'new_message')).text, text);
  forget(alice);
  const { messages } = await ask(alice, 'get_history', { roomId: room });
  assert.equal(messages[0].text, text);
});

async function dialogue() {
  const people = { alice: await newUser('alice'), bob: await newUser('bob') };
  return { people, alice: await connect(people.alice), bob: await connect(people.bob) };
}

async function told(count) {
  const party = await gather({ alice: {} });
  for (let i = 1; i <= count; i++) {
    await ask(party.alice, 'send_message', { roomId: party.room, text: `${i}` });
  }
  return party;
}

function range(from, to) {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
