// Document 004, the WebSocket service: kebab-case events with bare rooms, in the root namespace.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { happens, newUser, unique } from '../../harness/client.mjs';
import { client, connected, hears } from '../../harness/document-client.mjs';

const options = { transports: ['websocket'], autoConnect: true };

test('the client of the document joins, sends, hears and leaves', async () => {
  const room = unique('room');
  const people = { ann: await newUser('ann'), ben: await newUser('ben') };
  const ann = await connected('', people.ann, options);
  await ann.emitWithAck('join-room', room);
  const joined = hears(ann, 'user-joined');
  const ben = client('', { ...options, auth: { token: people.ben.token } });
  ben.emit('join-room', room);
  assert.equal((await joined).userId, people.ben.sub);

  const heard = [hears(ann, 'new-message'), hears(ben, 'new-message')];
  ben.emit('send-message', { room, message: 'Hello everyone!' });
  for (const data of await Promise.all(heard)) {
    assert.deepEqual([data.userId, data.message], [people.ben.sub, 'Hello everyone!']);
    assert.equal(new Date(data.timestamp).toISOString(), data.timestamp);
  }

  const left = hears(ann, 'user-left');
  ben.emit('leave-room', room);
  const { userId, room: where } = await left;
  assert.deepEqual({ userId, where }, { userId: people.ben.sub, where: room });
});

test('a full room says so', async () => {
  const room = unique('room');
  const ann = await connected('', await newUser('ann'), options);
  const wanted = { room, name: 'Small', visibility: 'public', capacity: 1 };
  assert.deepEqual(await ann.emitWithAck('create-room', wanted), { room });
  await ann.emitWithAck('join-room', room);

  const ben = await connected('', await newUser('ben'), options);
  const error = hears(ben, 'error');
  ben.emit('join-room', room);
  const { code, message } = await error;
  assert.deepEqual({ code, message }, { code: 'ROOM_FULL', message: 'Room is full' });
});

test('a closed room says so', async () => {
  const room = unique('room');
  const ann = await connected('', await newUser('ann'), options);
  await ann.emitWithAck('create-room', { room, name: 'Old', visibility: 'public' });
  await ann.emitWithAck('join-room', room);
  const ben = await connected('', await newUser('ben'), options);
  await ben.emitWithAck('join-room', room);

  const closed = hears(ben, 'room-closed');
  assert.deepEqual(await ann.emitWithAck('close-room', room), { closed: room });
  assert.equal((await closed).room, room);
  for (const [event, payload] of [
    ['join-room', room],
    ['send-message', { room, message: 'late' }],
  ]) {
    const error = hears(ben, 'error');
    ben.emit(event, payload);
    const { code, message } = await error;
    assert.deepEqual({ code, message }, { code: 'ROOM_CLOSED', message: 'Room is closed' });
  }
});

test('another failure to join has a code of its own', async () => {
  const ann = await connected('', await newUser('ann'), options);
  const error = hears(ann, 'error');
  ann.emit('join-room', 'dm-of-others');
  assert.equal((await error).code, 'ACCESS_DENIED');
});

test('no more connections than configured come in, and a waiting client when there is room', async () => {
  const user = await newUser();
  const auth = { token: user.token };
  const inside = [];
  for (;;) {
    const socket = client('', { ...options, auth, reconnectionDelay: 50 });
    const error = await new Promise((resolve) => {
      socket.once('connect', () => resolve(undefined));
      socket.once('connect_error', resolve);
    });
    if (error) {
      assert.match(String(error.description?.message), /\b503\b/);
      assert.ok(inside.length > 10 && inside.length <= 30, `${inside.length} came in`);
      const waiting = happens(socket, 'connect');
      inside.pop().disconnect();
      await waiting;
      return;
    }
    inside.push(socket);
  }
});
