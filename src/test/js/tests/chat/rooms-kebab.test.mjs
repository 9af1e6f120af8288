// The rows of the event table for clients that speak kebab-case, and rooms in which both live.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ask,
  connect,
  eventsOf,
  gather,
  heard,
  newUser,
  next,
  roundTrip,
  unique,
} from '../../harness/client.mjs';
import { failure, is, kebabMessage, listOf, maybe, shape, snakeMessage } from '../../harness/shape.mjs';

const kebab = { naming: 'kebab' };
const PAGE = { lastSeq: 'count', epoch: 'string', rev: 'count' };

test('naming=kebab in the query makes a client a kebab one', async () => {
  const socket = await connect(await newUser(), { query: { naming: 'kebab' } });
  await speaksKebab(socket);
});

test('naming=kebab in auth makes a client a kebab one', async () => {
  const socket = await connect(await newUser(), { auth: { naming: 'kebab' } });
  await speaksKebab(socket);
});

test('a client that has not said otherwise is a snake one', async () => {
  const socket = await connect(await newUser());
  await speaksSnake(socket);
});

test('the first event name with a dash makes a client a kebab one at once', async () => {
  const socket = await connect(await newUser());
  const room = unique('room');
  assert.equal((await ask(socket, 'join-room', { room })).status, 'ok');
  assert.deepEqual(await next(socket, 'joined'), { room });
});

test('the first event name with a dash counts even if the event fails', async () => {
  const socket = await connect(await newUser());
  shape(await ask(socket, 'no-such-event', {}), failure('UNKNOWN_EVENT'));
  await speaksKebab(socket);
});

test('the first event name with an underscore makes a client a snake one for good', async () => {
  const socket = await connect(await newUser());
  await ask(socket, 'online_users', {});
  const room = unique('room');
  assert.equal((await ask(socket, 'join-room', { room })).joined, room);
  await speaksSnake(socket);
});

test('a name without dash and underscore leaves the naming open', async () => {
  const socket = await connect(await newUser());
  const room = unique('room');
  assert.equal((await ask(socket, 'join', room)).joined, room);
  assert.deepEqual(await ask(socket, 'leave-room', { room }), { status: 'ok', room });
});

test('a client that said kebab stays one whatever it sends', async () => {
  const socket = await connect(await newUser(), kebab);
  const roomId = unique('room');
  assert.equal((await ask(socket, 'join_room', { roomId })).room, roomId);
});

test('the naming of one connection is not that of another of the same user', async () => {
  const user = await newUser();
  const [one, two] = [await connect(user, kebab), await connect(user)];
  await speaksKebab(one);
  await speaksSnake(two);
});

test('join-room is acked with status ok, room and the page', async () => {
  const socket = await connect(await newUser(), kebab);
  const room = unique('room');
  shape(await ask(socket, 'join-room', { room }), {
    status: is('ok'),
    room: is(room),
    messages: is([]),
    ...PAGE,
    recovered: maybe(is(false)),
    more: maybe(is(false)),
  });
});

test('join-room sends joined and recent-messages to the joiner', async () => {
  const { room, people, alice } = await gather({ alice: kebab });
  await ask(alice, 'send-message', { room, content: 'one' });
  await ask(alice, 'send-message', { room, content: 'two' });
  const late = await connect(await newUser(), kebab);
  const ack = await ask(late, 'join-room', { room });
  assert.deepEqual(await next(late, 'joined'), { room });
  const recent = await next(late, 'recent-messages');
  shape(recent, listOf(kebabMessage(room, people.alice)));
  assert.deepEqual(recent.map((m) => m.content), ['one', 'two']);
  assert.deepEqual(ack.messages, recent);
});

test('join-room of an empty room sends an empty list of recent messages', async () => {
  const socket = await connect(await newUser(), kebab);
  await ask(socket, 'join-room', { room: unique('room') });
  assert.deepEqual(await next(socket, 'recent-messages'), []);
});

test('a snake client gets neither joined nor recent-messages', async () => {
  const socket = await connect(await newUser());
  await ask(socket, 'join_room', { roomId: unique('room') });
  await roundTrip(socket);
  const extras = ['joined', 'recent-messages', 'recent_messages'];
  assert.deepEqual(extras.flatMap((event) => heard(socket, event)), []);
});

test('a bare string is the id of the room to join', async () => {
  const socket = await connect(await newUser(), kebab);
  const room = unique('room');
  socket.emit('join-room', room);
  assert.deepEqual(await next(socket, 'joined'), { room });
});

test('join-room tells the others, and only them, who came', async () => {
  const { room, alice, sync } = await gather({ alice: kebab });
  const user = await newUser();
  const socket = await connect(user, kebab);
  await ask(socket, 'join-room', { room });
  const event = await next(alice, 'user-joined');
  assert.deepEqual(event, { userId: user.sub, username: user.username, room });
  await sync(alice, socket);
  assert.deepEqual(heard(socket, 'user-joined'), []);
});

test('leave-room is acked with status ok, and tells the others who went', async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: kebab, bob: kebab });
  assert.deepEqual(await ask(bob, 'leave-room', { room }), { status: 'ok', room });
  const { sub: userId, username } = people.bob;
  assert.deepEqual(await next(alice, 'user-left'), { userId, username, room });
  await sync(alice);
  await roundTrip(bob);
  assert.deepEqual(eventsOf(bob, room), []);
});

test('send-message is acked with status ok, and everyone in the room hears it', async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: kebab, bob: kebab });
  const ack = await ask(alice, 'send-message', { room, content: 'hello' });
  shape(ack, { status: is('ok'), messageId: 'string', seq: is(1) });
  await sync();
  for (const socket of [alice, bob]) {
    assert.deepEqual(eventsOf(socket, room), ['new-message']);
    shape(
      await next(socket, 'new-message'),
      kebabMessage(room, people.alice, {
        id: is(ack.messageId),
        seq: is(1),
        content: is('hello'),
        message: is('hello'),
      }),
    );
  }
});

for (const field of ['text', 'message', 'content']) {
  test(`${field} is the text of a message`, async () => {
    const { room, alice } = await gather({ alice: kebab });
    await ask(alice, 'send-message', { room, [field]: 'by any name' });
    assert.equal((await next(alice, 'new-message')).content, 'by any name');
  });
}

test('roomId stands for room', async () => {
  const { room, alice } = await gather({ alice: kebab });
  await ask(alice, 'send-message', { roomId: room, text: 'hello' });
  assert.equal((await next(alice, 'new-message')).room, room);
});

test('clientMessageId, replyTo and metadata of a message come back to its author', async () => {
  const { room, people, alice } = await gather({ alice: kebab });
  const { messageId } = await ask(alice, 'send-message', { room, content: 'first' });
  const extras = { clientMessageId: unique('c'), replyTo: messageId, metadata: { a: [1, null] } };
  await ask(alice, 'send-message', { room, content: 'second', ...extras });
  shape(
    await next(alice, 'new-message', (m) => m.seq === 2),
    kebabMessage(room, people.alice, {
      clientMessageId: is(extras.clientMessageId),
      replyTo: is(messageId),
      metadata: is(extras.metadata),
    }),
  );
});

test('room-message reaches the others only', async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: kebab, bob: kebab });
  const ack = await ask(alice, 'room-message', { room, message: 'passing' });
  assert.deepEqual(ack, { ok: true });
  shape(await next(bob, 'room-message', (m) => m.message === 'passing'), {
    room: is(room),
    message: is('passing'),
    sender: is(people.alice.sub),
    timestamp: 'iso',
  });
  await sync();
  assert.deepEqual(eventsOf(alice, room), []);
});

test('message with a room has one shape in both namings', async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: kebab, bob: kebab });
  const ack = await ask(alice, 'message', { room, content: 'psst' });
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

test('message without a room is answered as it is in snake', async () => {
  const socket = await connect(await newUser(), kebab);
  const answer = { ok: true, received: 'echo' };
  assert.deepEqual(await ask(socket, 'message', { content: 'echo' }), answer);
  socket.emit('message', { content: 'echo' });
  assert.deepEqual(await next(socket, 'message'), answer);
});

test('a bare message in / has one shape in both namings', async () => {
  const user = await newUser();
  const text = unique('to everyone');
  const sender = await connect(user, { nsp: '/', ...kebab });
  const other = await connect(await newUser(), { nsp: '/', ...kebab });
  sender.emit('message', text);
  for (const socket of [sender, other]) {
    const event = await next(socket, 'message', (m) => m.message === text);
    shape(event, { sender: is(user.sub), message: is(text), timestamp: 'iso' });
  }
});

test('typing is acked when asked for, so that nobody waits', async () => {
  const { room, alice, bob } = await gather({ alice: kebab, bob: kebab });
  assert.deepEqual(await ask(alice, 'typing', { room }), { ok: true });
  await next(bob, 'user-typing');
});

test('typing tells the others that somebody types', async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: kebab, bob: kebab });
  alice.emit('typing', { room });
  const { sub: userId, username } = people.alice;
  const event = await next(bob, 'user-typing');
  assert.deepEqual(event, { userId, username, room, isTyping: true });
  await sync();
  assert.deepEqual(eventsOf(alice, room), []);
});

test('private-message reaches the recipient with the fields of both namings', async () => {
  const { alice, bob, people } = await dialogue(kebab, kebab);
  const ack = await ask(alice, 'private-message', { to: people.bob.sub, message: 'hi' });
  const event = await next(bob, 'private-message');
  shape(event, {
    id: is(ack.messageId),
    seq: is(1),
    roomId: /^dm-/,
    text: is('hi'),
    message: is('hi'),
    senderId: is(people.alice.sub),
    from: is(people.alice.sub),
    senderUsername: is(people.alice.username),
    recipientId: is(people.bob.sub),
    timestamp: 'iso',
  });
  assert.deepEqual(heard(bob, 'direct-message'), []);
});

test('private-message is acked with its id, seq and room', async () => {
  const { alice, people } = await dialogue(kebab, kebab);
  const ack = await ask(alice, 'private-message', { to: people.bob.sub, message: 'hi' });
  const { roomId, room, ...rest } = ack;
  assert.match(roomId ?? room, /^dm-/);
  shape(rest, { sent: is(true), messageId: 'string', seq: is(1), timestamp: 'iso' });
});

test('direct-message is private-message', async () => {
  const { alice, bob, people } = await dialogue(kebab, kebab);
  await ask(alice, 'direct-message', { recipientId: people.bob.sub, text: 'hi' });
  assert.equal((await next(bob, 'private-message')).message, 'hi');
});

test('get-history answers as in snake, with messages in kebab', async () => {
  const { room, people, alice } = await gather({ alice: kebab });
  await ask(alice, 'send-message', { room, content: 'hello' });
  shape(await ask(alice, 'get-history', { room }), {
    messages: listOf(kebabMessage(room, people.alice, { content: is('hello') })),
    ...PAGE,
    lastSeq: is(1),
    more: is(false),
  });
});

test('room-members answers as in snake', async () => {
  const { room, people, alice } = await gather({ alice: kebab });
  const { members, ...rest } = await ask(alice, 'room-members', { room });
  const { sub: userId, username } = people.alice;
  assert.deepEqual(
    [members.find((m) => m.userId === userId), rest],
    [{ userId, username, connections: 1 }, {}],
  );
});

test('online-users answers as in snake', async () => {
  const socket = await connect(await newUser(), kebab);
  shape(await ask(socket, 'online-users', {}), {
    users: listOf({ userId: 'string', username: 'string' }),
    next: maybe('string'),
  });
});

test('find-users answers as in snake', async () => {
  const { people, alice, bob } = await dialogue(kebab, kebab);
  const { sub: userId, username } = people.bob;
  // Whoever has this answer is known to be online.
  await ask(bob, 'online-users', {});
  const answer = await ask(alice, 'find-users', { query: username });
  assert.deepEqual(answer, { users: [{ userId, username, online: true }] });
});

test('create-room is acked with the room', async () => {
  const socket = await connect(await newUser(), kebab);
  const room = unique('made');
  const answer = await ask(socket, 'create-room', { room, name: 'A room', visibility: 'public' });
  assert.deepEqual(answer, { room });
});

test('room-created names the room', async () => {
  const { alice, bob } = await dialogue({}, kebab);
  const roomId = unique('made');
  await ask(alice, 'create_room', { roomId, name: 'A room', visibility: 'public' });
  const created = await next(bob, 'room-created', (r) => r.room === roomId);
  assert.equal(created.name, 'A room');
  assert.equal(created.roomId, undefined);
});

test('list-rooms answers as in snake', async () => {
  const { room, alice } = await gather({ alice: kebab });
  const { rooms } = await ask(alice, 'list-rooms', {});
  shape(rooms.find((r) => r.roomId === room), {
    roomId: is(room),
    name: 'string',
    topic: 'any',
    visibility: is('public'),
    role: is('member'),
    online: is(2),
    lastSeq: is(0),
    unread: is(0),
  });
});

test('ping is answered as in snake', async () => {
  const socket = await connect(await newUser(), kebab);
  shape(await ask(socket, 'ping'), { timestamp: 'millis' });
  socket.emit('ping');
  shape(await next(socket, 'pong'), { timestamp: 'millis' });
});

test('in a mixed room each hears a message in the shape of his own', async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: {}, bob: kebab });
  await ask(alice, 'send_message', { roomId: room, text: 'from snake' });
  await ask(bob, 'send-message', { room, content: 'from kebab' });
  await sync();
  assert.deepEqual(eventsOf(alice, room), ['new_message', 'new_message']);
  assert.deepEqual(eventsOf(bob, room), ['new-message', 'new-message']);
  for (const [from, text] of [[people.alice, 'from snake'], [people.bob, 'from kebab']]) {
    shape(await next(alice, 'new_message'), snakeMessage(room, from, { text: is(text) }));
    shape(await next(bob, 'new-message'), kebabMessage(room, from, { content: is(text) }));
  }
});

test('in a mixed room a snake sender hears his own room_message', async () => {
  const { room, alice, bob, sync } = await gather({ alice: {}, bob: kebab });
  await ask(alice, 'room_message', { roomId: room, text: 'passing' });
  await sync();
  assert.deepEqual([eventsOf(alice, room), eventsOf(bob, room)], [['message'], ['room-message']]);
});

test('in a mixed room a kebab sender does not hear his own room-message', async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: {}, bob: kebab });
  await ask(bob, 'room-message', { room, message: 'passing' });
  await sync();
  assert.deepEqual([eventsOf(alice, room), eventsOf(bob, room)], [['message'], []]);
  shape(await next(alice, 'message', (m) => m.text === 'passing'), {
    roomId: is(room),
    text: is('passing'),
    senderId: is(people.bob.sub),
    username: is(people.bob.username),
    timestamp: 'iso',
  });
});

test('in a mixed room coming, typing and going are told in the shape of each', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: kebab });
  const user = await newUser();
  const { sub: userId, username } = user;
  const guest = await connect(user);
  const isTyping = true;
  await ask(guest, 'join', room);
  guest.emit('typing', { roomId: room });
  await ask(guest, 'leave_room', room);
  assert.deepEqual(
    [
      await next(alice, 'user_joined_room'),
      await next(alice, 'user_typing'),
      await next(alice, 'user_left_room'),
    ],
    [
      { roomId: room, userId, username },
      { roomId: room, userId, username, isTyping },
      { roomId: room, userId, username },
    ],
  );
  assert.deepEqual(
    [await next(bob, 'user-joined'), await next(bob, 'user-typing'), await next(bob, 'user-left')],
    [
      { room, userId, username },
      { room, userId, username, isTyping },
      { room, userId, username },
    ],
  );
});

test('a direct message from a snake client reaches a kebab one as a private message', async () => {
  const { alice, bob, people } = await dialogue({}, kebab);
  await ask(alice, 'direct_message', { recipientId: people.bob.sub, text: 'hi' });
  const { from, message } = await next(bob, 'private-message');
  assert.deepEqual([from, message], [people.alice.sub, 'hi']);
});

test('a private message from a kebab client reaches a snake one as a direct message', async () => {
  const { alice, bob, people } = await dialogue({}, kebab);
  await ask(bob, 'private-message', { to: people.alice.sub, message: 'hi' });
  const event = await next(alice, 'direct_message');
  assert.deepEqual([event.text, event.from, event.message], ['hi', undefined, undefined]);
});

async function speaksKebab(socket) {
  const room = unique('room');
  const ack = await ask(socket, 'join', { room });
  assert.deepEqual([ack.status, ack.room], ['ok', room]);
  assert.deepEqual(await next(socket, 'joined'), { room });
}

async function speaksSnake(socket) {
  const room = unique('room');
  assert.equal((await ask(socket, 'join', { room })).joined, room);
  await roundTrip(socket);
  assert.deepEqual(heard(socket, 'joined'), []);
}

async function dialogue(ofAlice, ofBob) {
  const people = { alice: await newUser('alice'), bob: await newUser('bob') };
  return {
    people,
    alice: await connect(people.alice, ofAlice),
    bob: await connect(people.bob, ofBob),
  };
}
