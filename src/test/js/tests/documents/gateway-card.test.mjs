// Document 003, the card on gateways: `join` with a bare room, and `message` with room and text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { happens, newUser, unique } from '../../harness/client.mjs';
import { client, connected, hears } from '../../harness/document-client.mjs';

test('a message to a room carries its user and its text', async () => {
  const room = unique('room');
  const people = { ann: await newUser('ann'), ben: await newUser('ben') };
  const [ann, ben] = [await connected('/chat', people.ann), await connected('/chat', people.ben)];
  for (const socket of [ann, ben]) {
    await socket.emitWithAck('join', room);
  }
  const heard = hears(ben, 'message');
  ann.emit('message', { room, text: 'hello' });
  const { user, text } = await heard;
  assert.deepEqual(user, { id: people.ann.sub, name: people.ann.username });
  assert.equal(text, 'hello');
});

test('a message stays in its room', async () => {
  const [room, other] = [unique('room'), unique('room')];
  const [ann, ben] = [
    await connected('/chat', await newUser('ann')),
    await connected('/chat', await newUser('ben')),
  ];
  await ann.emitWithAck('join', room);
  await ann.emitWithAck('join', other);
  await ben.emitWithAck('join', other);
  const heard = hears(ben, 'message');
  await ann.emitWithAck('message', { room, text: 'not for ben' });
  await ann.emitWithAck('message', { room: other, text: 'for ben' });
  assert.equal((await heard).text, 'for ben');
});

test('an invalid token is rejected', async () => {
  const socket = client('/chat', { auth: { token: 'invalid' } });
  const [error] = await happens(socket, 'connect_error');
  assert.equal(error.message, 'Invalid token');
  assert.equal(socket.connected, false);
});
