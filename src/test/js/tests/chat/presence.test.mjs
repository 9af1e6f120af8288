// Who is told when somebody comes and goes, online and in a room.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allPages,
  ask,
  attach,
  connect,
  gather,
  greeted,
  happens,
  heard,
  newManager,
  newUser,
  next,
  roundTrip,
} from '../../harness/client.mjs';

test("a user's first connection is told to everyone", async () => {
  const witness = await connect(await newUser('witness'));
  const user = await newUser();
  await connect(user);
  const { sub: userId, username } = user;
  assert.deepEqual(await next(witness, 'user_online', by(user)), { userId, username });
});

test('a kebab client is told in kebab', async () => {
  const witness = await connect(await newUser('witness'), { naming: 'kebab' });
  const user = await newUser();
  const socket = await connect(user);
  const { sub: userId, username } = user;
  assert.deepEqual(await next(witness, 'user-online', by(user)), { userId, username });
  socket.disconnect();
  assert.deepEqual(await next(witness, 'user-offline', by(user)), { userId, username });
});

test("a user's presence is told across / and /chat", async () => {
  const witness = await connect(await newUser('witness'), { nsp: '/' });
  const user = await newUser();
  await connect(user, { nsp: '/chat' });
  await next(witness, 'user_online', by(user));
});

test("a user's second connection is not told", async () => {
  const witness = await connect(await newUser('witness'));
  const user = await newUser();
  await connect(user);
  await connect(user);
  await connect(user, { nsp: '/' });
  await passing(witness);
  assert.equal(heard(witness, 'user_online', by(user)).length, 1);
});

test("the end of a user's last connection is told to everyone", async () => {
  const witness = await connect(await newUser('witness'));
  const user = await newUser();
  const socket = await connect(user);
  socket.disconnect();
  const { sub: userId, username } = user;
  assert.deepEqual(await next(witness, 'user_offline', by(user)), { userId, username });
});

test('the loss of a transport is told as well', async () => {
  const witness = await connect(await newUser('witness'));
  const user = await newUser();
  const socket = await connect(user);
  socket.io.engine.close();
  await next(witness, 'user_offline', by(user));
});

test('the end of one connection of two is not told', async () => {
  const witness = await connect(await newUser('witness'));
  const user = await newUser();
  const socket = await connect(user);
  await connect(user);
  socket.disconnect();
  await passing(witness);
  assert.deepEqual(heard(witness, 'user_offline', by(user)), []);
});

test('who is back within the grace was never away', async () => {
  const witness = await connect(await newUser('witness'));
  const user = await newUser();
  const spare = newManager();
  const opened = happens(spare, 'open');
  spare.open();
  await opened;
  const socket = await connect(user);
  const back = attach(spare, '/chat', { token: user.token });
  socket.disconnect();
  for (let i = 0; i < 5; i++) {
    await roundTrip(witness); // by now the server has noticed
  }
  back.connect();
  await greeted(back);
  await passing(witness);
  assert.deepEqual(heard(witness, 'user_offline', by(user)), []);
  assert.equal(heard(witness, 'user_online', by(user)).length, 1);
});

test('who comes back after the grace is told anew', async () => {
  const witness = await connect(await newUser('witness'));
  const user = await newUser();
  const socket = await connect(user);
  await next(witness, 'user_online', by(user));
  socket.disconnect();
  await next(witness, 'user_offline', by(user));
  await connect(user);
  await next(witness, 'user_online', by(user));
});

test('who is offline is not among the online users', async () => {
  const witness = await connect(await newUser('witness'));
  const user = await newUser();
  const socket = await connect(user);
  socket.disconnect();
  await next(witness, 'user_offline', by(user));
  const users = await allPages(witness, 'online_users', 'users');
  assert.ok(!users.some((u) => u.userId === user.sub));
});

test("a user's first connection in a room is told, his second is not", async () => {
  const { room, people, alice, sync } = await gather({ alice: {}, bob: {} });
  const again = await connect(people.bob);
  await ask(again, 'join_room', { roomId: room });
  await sync(alice);
  assert.deepEqual(heard(alice, 'user_joined_room'), []);
});

test('a repeated join is silent', async () => {
  const { room, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  const answer = await ask(bob, 'join_room', { roomId: room });
  assert.equal(answer.joined, room);
  await sync(alice);
  assert.deepEqual(heard(alice, 'user_joined_room'), []);
});

test('a repeated join makes nobody hear anything twice', async () => {
  const { room, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  await ask(bob, 'join_room', { roomId: room });
  await ask(alice, 'send_message', { roomId: room, text: 'once' });
  await sync();
  assert.equal(heard(bob, 'new_message').length, 1);
});

test("leaving by one connection of two is not told, by the last one it is", async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  const again = await connect(people.bob);
  await ask(again, 'join_room', { roomId: room });
  await ask(bob, 'leave_room', { roomId: room });
  await sync(alice);
  assert.deepEqual(heard(alice, 'user_left_room'), []);
  await ask(again, 'leave_room', { roomId: room });
  const { sub: userId, username } = people.bob;
  assert.deepEqual(await next(alice, 'user_left_room'), { roomId: room, userId, username });
});

test('the loss of the last connection in a room is told after the grace', async () => {
  const { room, people, alice, bob } = await gather({ alice: {}, bob: {} });
  bob.io.engine.close();
  const { sub: userId, username } = people.bob;
  assert.deepEqual(await next(alice, 'user_left_room'), { roomId: room, userId, username });
});

test('who joins again after leaving is told anew', async () => {
  const { room, people, alice, bob } = await gather({ alice: {}, bob: {} });
  await ask(bob, 'leave_room', { roomId: room });
  await ask(bob, 'join_room', { roomId: room });
  assert.equal((await next(alice, 'user_joined_room')).userId, people.bob.sub);
});

test('a leave in one room is no leave in another', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  const other = `${room}-2`;
  await ask(bob, 'join_room', { roomId: other });
  await ask(bob, 'leave_room', { roomId: other });
  await ask(alice, 'send_message', { roomId: room, text: 'still there?' });
  await next(bob, 'new_message');
});

function by(user) {
  return (event) => event.userId === user.sub;
}

/**
 * A passer-by comes and goes, and the witness hears of both: his grace began after whatever this
 * test did before, so what that had to tell is told by then.
 */
async function passing(witness) {
  const stranger = await newUser('stranger');
  const socket = await connect(stranger);
  await next(witness, 'user_online', by(stranger));
  socket.disconnect();
  await next(witness, 'user_offline', by(stranger));
}
