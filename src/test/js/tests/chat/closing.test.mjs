// The end of a room: who may bring it about, who hears of it, and what is left.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allPages,
  ask,
  connect,
  eventsOf,
  heard,
  newUser,
  next,
  roundTrip,
  unique,
} from '../../harness/client.mjs';
import { failure, is, shape, snakeMessage } from '../../harness/shape.mjs';

/** A room with its owner and one more in it, `{roomId, owner, guest, people}`. */
async function ownedRoom(namings = {}) {
  const people = { owner: await newUser('owner'), guest: await newUser('guest') };
  const owner = await connect(people.owner, { naming: namings.owner });
  const guest = await connect(people.guest, { naming: namings.guest });
  const roomId = unique('room');
  await ask(owner, 'create_room', { roomId, name: roomId, visibility: 'public' });
  await ask(owner, 'join_room', { roomId });
  await ask(guest, 'join_room', { roomId });
  return { roomId, owner, guest, people };
}

async function code(socket, event, payload) {
  return (await ask(socket, event, payload)).code;
}

test('the owner closes a room, and everyone in it hears so, the owner too', async () => {
  const { roomId, owner, guest, people } = await ownedRoom();
  shape(await ask(owner, 'close_room', { roomId }), { closed: is(roomId) });
  for (const socket of [owner, guest]) {
    shape(await next(socket, 'room_closed'), { roomId: is(roomId), by: is(people.owner.sub) });
  }
});

test('a kebab client closes and hears in kebab', async () => {
  const { roomId, owner, guest, people } = await ownedRoom({ owner: 'kebab', guest: 'kebab' });
  shape(await ask(owner, 'close-room', roomId), { closed: is(roomId) });
  shape(await next(guest, 'room-closed'), { room: is(roomId), by: is(people.owner.sub) });
});

test('that a room is closed is the last that is heard of it', async () => {
  const { roomId, owner, guest } = await ownedRoom();
  await ask(owner, 'close_room', { roomId });
  await next(guest, 'room_closed');
  await Promise.all([roundTrip(owner), roundTrip(guest)]);
  for (const socket of [owner, guest]) {
    assert.equal(eventsOf(socket, roomId).at(-1), 'room_closed');
  }
});

test('in a closed room nothing can be said or joined, by nobody', async () => {
  const { roomId, owner, guest } = await ownedRoom();
  await ask(owner, 'close_room', { roomId });
  const stranger = await connect(await newUser());
  for (const socket of [owner, guest, stranger]) {
    assert.equal(await code(socket, 'join_room', { roomId }), 'ROOM_CLOSED');
    assert.equal(await code(socket, 'send_message', { roomId, text: 'late' }), 'ROOM_CLOSED');
    assert.equal(await code(socket, 'room_message', { roomId, text: 'late' }), 'ROOM_CLOSED');
    assert.equal(await code(socket, 'message', { roomId, text: 'late' }), 'ROOM_CLOSED');
    assert.equal(await code(socket, 'typing', { roomId }), 'ROOM_CLOSED');
    assert.equal(await code(socket, 'room_members', { roomId }), 'ROOM_CLOSED');
    assert.equal(await code(socket, 'close_room', { roomId }), 'ROOM_CLOSED');
  }
});

test('what was said in a closed room can still be read', async () => {
  const { roomId, owner, guest, people } = await ownedRoom();
  await ask(guest, 'send_message', { roomId, text: 'remember me' });
  const before = await ask(owner, 'get_history', { roomId });
  await ask(owner, 'close_room', { roomId });
  const after = await ask(guest, 'get_history', { roomId });
  shape(after.messages[0], snakeMessage(roomId, people.guest, { text: is('remember me') }));
  assert.deepEqual(after, { ...before, rev: before.rev + 1 });
});

test('a closed room is in no list, and its id stays taken', async () => {
  const { roomId, owner } = await ownedRoom();
  await ask(owner, 'close_room', { roomId });
  const rooms = await allPages(owner, 'list_rooms', 'rooms', { query: roomId });
  assert.deepEqual(rooms, []);
  const again = { roomId, name: roomId, visibility: 'public' };
  assert.equal(await code(owner, 'create_room', again), 'INVALID_PAYLOAD');
});

test('who does not own a room cannot close it', async () => {
  const { roomId, owner, guest } = await ownedRoom();
  shape(await ask(guest, 'close_room', { roomId }), failure('ACCESS_DENIED'));
  const moderator = await connect(await newUser('moderator', { groups: ['moderator', 'service'] }));
  assert.equal(await code(moderator, 'close_room', { roomId }), 'ACCESS_DENIED');
  assert.equal((await ask(owner, 'send_message', { roomId, text: 'still open' })).sent, true);
});

test('an admin may close any room, one that nobody owns too, without being in it', async () => {
  const admin = await connect(await newUser('admin', { groups: ['admin'] }));
  const guest = await connect(await newUser('guest'));
  const roomId = unique('room');
  await ask(guest, 'join_room', { roomId });
  assert.equal(await code(guest, 'close_room', { roomId }), 'ACCESS_DENIED');
  shape(await ask(admin, 'close_room', { roomId }), { closed: is(roomId) });
  assert.equal((await next(guest, 'room_closed')).roomId, roomId);
});

test('a room of direct messages cannot be closed, not even by an admin', async () => {
  const [ann, ben] = [await newUser('ann', { groups: ['admin'] }), await newUser('ben')];
  const [one, other] = [await connect(ann), await connect(ben)];
  const { roomId } = await ask(one, 'direct_message', { recipientId: ben.sub, text: 'hello' });
  assert.equal(await code(one, 'close_room', { roomId }), 'ACCESS_DENIED');
  assert.equal(await code(other, 'close_room', { roomId }), 'ACCESS_DENIED');
});

test('a room that is not there cannot be closed', async () => {
  const socket = await connect(await newUser());
  assert.equal(await code(socket, 'close_room', { roomId: unique('room') }), 'ROOM_NOT_FOUND');
  assert.equal(await code(socket, 'close_room', { roomId: 'no room' }), 'INVALID_PAYLOAD');
});

test('nobody slips into a room that is being closed', async () => {
  const sockets = await Promise.all(
    Array.from({ length: 8 }, async () => connect(await newUser('racer'))),
  );
  for (let round = 0; round < 5; round++) {
    const { roomId, owner } = await ownedRoom();
    const joins = sockets.map((socket) => ask(socket, 'join_room', { roomId }));
    const closing = ask(owner, 'close_room', { roomId });
    const answers = await Promise.all(joins);
    assert.equal((await closing).closed, roomId);
    for (const [i, answer] of answers.entries()) {
      if (answer.joined) {
        await next(sockets[i], 'room_closed', (data) => data.roomId === roomId);
      } else {
        assert.equal(answer.code, 'ROOM_CLOSED');
        assert.deepEqual(heard(sockets[i], 'room_closed', (d) => d.roomId === roomId), []);
      }
      assert.equal(await code(sockets[i], 'room_members', { roomId }), 'ROOM_CLOSED');
    }
  }
});

test('what was acknowledged comes before the end, the rest is refused', async () => {
  const { roomId, owner, guest } = await ownedRoom();
  const sends = Array.from({ length: 40 }, (_, i) =>
    ask(guest, 'send_message', { roomId, text: `${i}` }),
  );
  const closing = ask(owner, 'close_room', { roomId });
  const answers = await Promise.all(sends);
  await closing;
  await next(owner, 'room_closed');
  const sent = answers.filter((answer) => answer.sent).map((answer) => answer.seq);
  const refused = answers.filter((answer) => !answer.sent).map((answer) => answer.code);
  assert.ok(refused.every((reason) => reason === 'ROOM_CLOSED'), `${refused}`);
  assert.deepEqual(
    heard(owner, 'new_message').map((message) => message.seq),
    sent,
  );
  assert.equal(eventsOf(owner, roomId).at(-1), 'room_closed');
});
