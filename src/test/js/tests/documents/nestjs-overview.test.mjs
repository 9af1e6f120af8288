// Document 000, the overview of WebSockets in NestJS: kebab-case events, `room` and `content`.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { happens, newUser, unique } from '../../harness/client.mjs';
import { client, connected, hears, hearsNot, hearsOf } from '../../harness/document-client.mjs';

/** Two users in a room, who have joined it as the document does. */
async function twoInARoom(path = '/chat') {
  const room = unique('test-room');
  const people = { ann: await newUser('ann'), ben: await newUser('ben') };
  const [ann, ben] = [await connected(path, people.ann), await connected(path, people.ben)];
  for (const socket of [ann, ben]) {
    const joined = hears(socket, 'joined');
    socket.emit('join-room', room);
    assert.deepEqual(await joined, { room });
  }
  return { room, ann, ben, people };
}

describe('the tests that the document ends with', () => {
  test('a client that joins a room gets its recent messages', async () => {
    const ioClient = await connected('/chat', await newUser());
    const recent = hears(ioClient, 'recent-messages');
    ioClient.emit('join-room', { room: unique('test-room') });
    assert.ok(Array.isArray(await recent));
  });

  test('a message that is sent is heard in the room', async () => {
    const ioClient = await connected('/chat', await newUser());
    const testMessage = { content: 'Hello, World!', room: unique('test-room') };
    await ioClient.emitWithAck('join-room', { room: testMessage.room });
    const heard = hears(ioClient, 'new-message');
    ioClient.emit('send-message', testMessage);
    const message = await heard;
    assert.equal(message.content, testMessage.content);
    assert.equal(message.room, testMessage.room);
  });
});

test('a message of the whole chat system names its sender and its time', async () => {
  const { room, ann, ben, people } = await twoInARoom();
  const heard = hears(ben, 'new-message');
  const answer = await ann.emitWithAck('send-message', { room, content: 'hi' });
  const message = await heard;
  assert.equal(answer.status, 'ok');
  assert.equal(message.id, answer.messageId);
  assert.deepEqual(message.sender, { id: people.ann.sub, name: people.ann.username });
  assert.equal(new Date(message.timestamp).toISOString(), message.timestamp);
});

test('messages that were sent before are the recent ones, oldest first', async () => {
  const { room, ann } = await twoInARoom();
  await ann.emitWithAck('send-message', { room, content: 'one' });
  await ann.emitWithAck('send-message', { room, content: 'two' });
  const late = await connected('/chat', await newUser());
  const recent = hears(late, 'recent-messages');
  assert.equal((await late.emitWithAck('join-room', { room })).room, room);
  assert.deepEqual(
    (await recent).map((message) => message.content),
    ['one', 'two'],
  );
});

test('others hear who joins and who leaves, by a bare room name, too', async () => {
  const { room, ann, ben, people } = await twoInARoom();
  const carl = await newUser('carl');
  const socket = await connected('/chat', carl);
  const joined = hears(ann, 'user-joined');
  assert.deepEqual((await socket.emitWithAck('join-room', room)).status, 'ok');
  assert.deepEqual(await joined, { userId: carl.sub, username: carl.username, room });
  const left = hears(ann, 'user-left');
  ben.emit('leave-room', room);
  assert.equal((await left).userId, people.ben.sub);
});

test('a room message is for the others', async () => {
  const { room, ann, ben, people } = await twoInARoom();
  hearsNot(ann, 'room-message');
  const heard = hears(ben, 'room-message');
  assert.deepEqual(await ann.emitWithAck('room-message', { room, message: 'psst' }), { ok: true });
  const { timestamp, ...rest } = await heard;
  assert.deepEqual(rest, { room, message: 'psst', sender: people.ann.sub });
  assert.equal(new Date(timestamp).toISOString(), timestamp);
});

test('a message in the root namespace goes to everyone, as it is', async () => {
  const people = { ann: await newUser('ann'), ben: await newUser('ben') };
  const ann = await connected('/', people.ann);
  const ben = await connected('/', people.ben);
  const text = unique('broadcast');
  const mine = (data) => data.message === text;
  const heard = [ann, ben].map((socket) => hearsOf(socket, 'message', mine));
  ann.emit('message', text);
  for (const data of await Promise.all(heard)) {
    assert.equal(data.sender, people.ann.sub);
    assert.ok(Date.parse(data.timestamp) > 0);
  }
});

test('a private message reaches its user', async () => {
  const people = { ann: await newUser('ann'), ben: await newUser('ben') };
  const ann = await connected('/chat', people.ann);
  const ben = await connected('/chat', people.ben, { query: { naming: 'kebab' } });
  const heard = hears(ben, 'private-message');
  ann.emit('private-message', { to: people.ben.sub, message: 'for you' });
  const { from, message } = await heard;
  assert.deepEqual({ from, message }, { from: people.ann.sub, message: 'for you' });
});

test('who types is shown to the others', async () => {
  const { room, ann, ben, people } = await twoInARoom();
  const heard = hears(ben, 'user-typing');
  ann.emit('typing', { room });
  const { userId, room: where } = await heard;
  assert.deepEqual({ userId, where }, { userId: people.ann.sub, where: room });
});

test('what does not validate comes back as an error event', async () => {
  const { room, ann } = await twoInARoom();
  for (const content of ['', 'x'.repeat(1001)]) {
    const error = hears(ann, 'error');
    const exception = hears(ann, 'exception');
    ann.emit('send-message', { room, content });
    const { status, message } = await error;
    assert.equal(status, 'error');
    assert.equal(typeof message, 'string');
    assert.equal((await exception).status, 'error');
  }
});

test('who cannot be authenticated is not let in', async () => {
  for (const [auth, message] of [
    [{}, 'Unauthorized'],
    [{ token: 'test-token' }, 'Invalid token'],
  ]) {
    const [error] = await happens(client('/chat', { auth }), 'connect_error');
    assert.equal(error.message, message);
  }
});

test('with cors for all origins a page of any other site may connect', async () => {
  const options = { extraHeaders: { Origin: 'https://elsewhere.example' } };
  assert.ok((await connected('/chat', await newUser(), options)).connected);
});
