// Rooms that a join has made and in which nothing was said: the server removes them a second after
// the last one has left, give or take its sweeps (LifeIT).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { ask, connect, newUser, unique } from '../../harness/client.mjs';

const PATIENCE = 20_000;

/** Waits until a room is there no more. */
async function removed(roomId) {
  const witness = await connect(await newUser('witness'));
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    if ((await ask(witness, 'get_history', { roomId })).code === 'ROOM_NOT_FOUND') {
      return;
    }
    await pause(250);
  }
  assert.fail(`room ${roomId} is still there`);
}

async function visit(socket, roomId) {
  const answer = await ask(socket, 'join_room', { roomId });
  await ask(socket, 'leave_room', { roomId });
  return answer;
}

test('an empty room that a join has made goes, and others stay', async () => {
  const socket = await connect(await newUser());
  const [occupied, spoken, created, idle] = ['occupied', 'spoken', 'created', 'idle'].map(unique);
  await ask(socket, 'join_room', { roomId: occupied });
  await ask(socket, 'join_room', { roomId: spoken });
  await ask(socket, 'send_message', { roomId: spoken, text: 'kept' });
  await ask(socket, 'leave_room', { roomId: spoken });
  await ask(socket, 'create_room', { roomId: created, name: created, visibility: 'public' });
  await visit(socket, idle);
  await removed(idle);

  // What was left at the same time, or before, had as much time to go.
  const codes = [];
  for (const roomId of [occupied, spoken, created]) {
    codes.push((await ask(socket, 'get_history', { roomId })).code);
  }
  assert.deepEqual(codes, [undefined, 'NOT_IN_ROOM', 'NOT_IN_ROOM']);
});

test('a room that was removed is made anew, and nobody belongs to it', async () => {
  const socket = await connect(await newUser());
  const roomId = unique('room');
  const before = await visit(socket, roomId);
  await removed(roomId);
  const { rooms } = await ask(socket, 'list_rooms', { query: roomId });
  assert.deepEqual(rooms, []);
  const after = await ask(socket, 'join_room', { roomId });
  assert.notEqual(after.epoch, before.epoch);
  assert.equal((await ask(socket, 'send_message', { roomId, text: 'first' })).seq, 1);
});

test('a room never goes while somebody is joining it', async () => {
  const early = await connect(await newUser('early'));
  const users = await Promise.all(Array.from({ length: 30 }, () => newUser('late')));
  const late = await Promise.all(users.map((user) => connect(user)));
  const answers = await Promise.all(
    late.map(async (socket, i) => {
      const roomId = unique('room');
      await visit(early, roomId);
      await pause(1_100 + 20 * i); // Around the moment at which it would go.
      const joined = await ask(socket, 'join_room', { roomId });
      assert.equal(joined.joined, roomId);
      return ask(socket, 'send_message', { roomId, text: 'in time' });
    }),
  );
  assert.deepEqual(
    answers.filter((answer) => !answer.sent),
    [],
  );
});
