// Document 001, the chapter on WebSockets: snake_case events, `roomId` and `text`, in `/chat`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { happens, issueToken, newUser, unique } from '../../harness/client.mjs';
import { client, connected, hears, hearsNot, hearsOf } from '../../harness/document-client.mjs';

async function twoInARoom() {
  const roomId = unique('room');
  const people = { ann: await newUser('ann'), ben: await newUser('ben') };
  const [ann, ben] = [await connected('/chat', people.ann), await connected('/chat', people.ben)];
  for (const socket of [ann, ben]) {
    assert.equal((await socket.emitWithAck('join_room', { roomId })).joined, roomId);
  }
  return { roomId, ann, ben, people };
}

test('a message without a room is echoed, and acknowledged to who wants it', async () => {
  const socket = await connected('/chat', await newUser());
  const echo = hears(socket, 'message');
  socket.emit('message', { text: 'hello' });
  assert.deepEqual(await echo, { ok: true, received: 'hello' });
  assert.equal((await socket.emitWithAck('message', { text: 'again' })).ok, true);
});

test('a message with a room goes to the others in it', async () => {
  const { roomId, ann, ben, people } = await twoInARoom();
  hearsNot(ann, 'message');
  const heard = hears(ben, 'message');
  assert.deepEqual(await ann.emitWithAck('message', { text: 'hi', roomId }), { ok: true });
  const { text, senderId, timestamp } = await heard;
  assert.deepEqual({ text, senderId }, { text: 'hi', senderId: people.ann.sub });
  assert.equal(new Date(timestamp).toISOString(), timestamp);
});

test('a room message goes to everyone in the room, the sender too', async () => {
  const { roomId, ann, ben, people } = await twoInARoom();
  const heard = [hears(ann, 'message'), hears(ben, 'message')];
  ann.emit('room_message', { roomId, text: 'all' });
  for (const { text, senderId, roomId: where } of await Promise.all(heard)) {
    assert.deepEqual([text, senderId, where], ['all', people.ann.sub, roomId]);
  }
});

test('a join brings the messages of the room, and is told to the others', async () => {
  const { roomId, ann, people } = await twoInARoom();
  await ann.emitWithAck('send_message', { roomId, text: 'before' });
  const carl = await newUser('carl');
  const socket = await connected('/chat', carl);
  const told = hears(ann, 'user_joined_room');
  const { joined, messages } = await socket.emitWithAck('join_room', { roomId });
  assert.equal(joined, roomId);
  assert.deepEqual(
    messages.map(({ text, userId, username }) => [text, userId, username]),
    [['before', people.ann.sub, people.ann.username]],
  );
  assert.deepEqual(await told, { roomId, userId: carl.sub, username: carl.username });
});

test('a leave is acknowledged, and told to the others', async () => {
  const { roomId, ann, ben, people } = await twoInARoom();
  const told = hears(ann, 'user_left_room');
  assert.deepEqual(await ben.emitWithAck('leave_room', { roomId }), { left: roomId });
  const { ben: gone } = people;
  assert.deepEqual(await told, { roomId, userId: gone.sub, username: gone.username });
});

test('a message that is sent is stored, and everyone in the room gets it', async () => {
  const { roomId, ann, ben, people } = await twoInARoom();
  const heard = [hears(ann, 'new_message'), hears(ben, 'new_message')];
  const { sent, messageId } = await ann.emitWithAck('send_message', { roomId, text: 'keep me' });
  assert.equal(sent, true);
  for (const message of await Promise.all(heard)) {
    const { id, text, roomId: where, userId, username, timestamp } = message;
    assert.deepEqual(
      { id, text, where, userId, username },
      {
        id: messageId,
        text: 'keep me',
        where: roomId,
        userId: people.ann.sub,
        username: people.ann.username,
      },
    );
    assert.ok(Date.parse(timestamp) > 0);
  }
});

test('typing is shown to the others, and its end', async () => {
  const { roomId, ann, ben, people } = await twoInARoom();
  const { sub: userId, username } = people.ann;
  for (const isTyping of [true, false]) {
    const heard = hears(ben, 'user_typing');
    ann.emit('typing', { roomId, isTyping });
    assert.deepEqual(await heard, { roomId, userId, username, isTyping });
  }
});

test('a direct message is addressed by a number, as the document has its users', async () => {
  const number = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
  const ann = await newUser('ann');
  const ben = await newUser('ben', { sub: `${number}` });
  const [sender, recipient] = [await connected('/chat', ann), await connected('/chat', ben)];
  const heard = hears(recipient, 'direct_message');
  const answer = await sender.emitWithAck('direct_message', { recipientId: number, text: 'psst' });
  assert.equal(answer.sent, true);
  const { id, text, senderId, senderUsername } = await heard;
  assert.deepEqual(
    [id, text, senderId, senderUsername],
    [answer.messageId, 'psst', ann.sub, ann.username],
  );
});

test('everyone hears who comes online and who goes', async () => {
  const witness = await connected('/chat', await newUser('witness'));
  const ann = await newUser('ann');
  const about = (event) => hearsOf(witness, event, (data) => data.userId === ann.sub);
  const online = about('user_online');
  const socket = await connected('/chat', ann);
  assert.deepEqual(await online, { userId: ann.sub, username: ann.username });
  const { users } = await witness.emitWithAck('online_users', { limit: 100 });
  assert.ok(users.length >= 2);
  const offline = about('user_offline');
  socket.disconnect();
  assert.deepEqual(await offline, { userId: ann.sub, username: ann.username });
});

test('a token is taken from auth, query and header', async () => {
  const { token } = await newUser();
  for (const options of [
    { auth: { token } },
    { query: { token } },
    { extraHeaders: { Authorization: `Bearer ${token}` } },
  ]) {
    const socket = client('/chat', options);
    await happens(socket, 'connect');
  }
});

test('after "Invalid token" the client refreshes its token and connects', async () => {
  const user = await newUser();
  const socket = client('/chat', {
    auth: { token: 'your-jwt-token' },
    reconnection: true,
    reconnectionAttempts: 5,
    reconnectionDelay: 1000,
    reconnectionDelayMax: 5000,
  });
  const connection = happens(socket, 'connect');
  socket.on('connect_error', async (error) => {
    if (error.message === 'Invalid token') {
      const { token } = await issueToken({ sub: user.sub, username: user.username });
      socket.auth = { token };
      socket.connect();
    }
  });
  await connection;
  assert.ok(socket.connected);
});

test('when the server disconnects it, the client has to connect by itself', async () => {
  const socket = await connected('/chat', await newUser());
  const before = socket.id;
  const reason = hears(socket, 'disconnecting_reason');
  const back = happens(socket, 'connect');
  socket.on('disconnect', (why) => {
    if (why === 'io server disconnect') {
      socket.connect();
    }
  });
  socket.emit('log_me_out');
  assert.deepEqual(await reason, { code: 'DISCONNECTED', reconnect: false });
  await back;
  assert.notEqual(socket.id, before);
});

test('a client that lost its transport reconnects, and says how often it has tried', async () => {
  const socket = await connected('/chat', await newUser(), { reconnectionDelay: 20 });
  const attempted = happens(socket.io, 'reconnect_attempt');
  const reconnected = happens(socket.io, 'reconnect');
  socket.io.engine.close();
  assert.equal((await attempted)[0], 1);
  assert.ok((await reconnected)[0] >= 1);
});

test('an exception is an error event with a message and a code', async () => {
  const socket = await connected('/chat', await newUser());
  for (const [event, data, code] of [
    ['join_room', { roomId: 'user:1' }, 'ACCESS_DENIED'],
    ['send_message', { roomId: unique('room'), text: 'hi' }, 'ROOM_NOT_FOUND'],
    ['send_message', { roomId: unique('room') }, 'INVALID_PAYLOAD'],
  ]) {
    const heard = hears(socket, 'error');
    socket.emit(event, data);
    const error = await heard;
    assert.equal(error.code, code);
    assert.equal(typeof error.message, 'string');
  }
});
