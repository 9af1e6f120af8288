// The room policy that a portal has added (ClubPolicy): rooms "club-…" are for users named "member…".
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, connect, cut, happens, heard, issueToken, newUser, next, unique } from '../../harness/client.mjs';
import { api, problem, service } from '../../harness/portal-service.mjs';
import { failure, shape } from '../../harness/shape.mjs';

const MEMBERS_ONLY = { status: 'error', code: 'MEMBERS_ONLY', message: 'Members only' };

async function somebody(name) {
  const user = await newUser(name);
  return { user, socket: (await connect(user)) };
}

/** Returns a token of the same user with another name, which the policy judges. */
async function renamed(user, name) {
  const { token } = await issueToken({ sub: user.sub, username: unique(name) });
  return token;
}

/** Connects a member and has them join new rooms. */
async function inside(...roomIds) {
  const { user, socket } = await somebody('member');
  for (const roomId of roomIds) {
    assert.equal((await ask(socket, 'join_room', { roomId })).joined, roomId);
  }
  return { user, socket };
}

test('a policy decides who enters a room, and who reads it by REST', async () => {
  const roomId = unique('club');
  const { user: member, socket: inside } = await somebody('member');
  const { user: guest, socket: outside } = await somebody('guest');
  assert.equal((await ask(inside, 'join_room', { roomId })).joined, roomId);
  assert.deepEqual(await ask(outside, 'join_room', { roomId }), MEMBERS_ONLY);
  assert.deepEqual(await ask(outside, 'get_history', { roomId }), MEMBERS_ONLY);
  assert.deepEqual(await ask(outside, 'send_message', { roomId, text: 'let me in' }), MEMBERS_ONLY);
  for (const path of [`/rooms/${roomId}`, `/rooms/${roomId}/messages`, `/rooms/${roomId}/members`]) {
    assert.equal((await api('GET', path, { token: member.token })).status, 200, path);
    problem(await api('GET', path, { token: guest.token }), 403, 'MEMBERS_ONLY');
  }
  const body = { text: 'by REST' };
  assert.equal((await api('POST', `/rooms/${roomId}/messages`, { token: member.token, body })).status, 201);
  problem(await api('POST', `/rooms/${roomId}/messages`, { token: guest.token, body }), 403, 'MEMBERS_ONLY');
});

test('a policy decides who sends to a room that they have joined', async () => {
  const roomId = unique('club');
  const { socket: member } = await somebody('member');
  await ask(member, 'join_room', { roomId });
  const { user, socket: mute } = await somebody('member-mute');
  assert.equal((await ask(mute, 'join_room', { roomId })).joined, roomId);
  for (const event of ['send_message', 'room_message', 'message', 'typing']) {
    assert.deepEqual(await ask(mute, event, { roomId, text: 'x' }), MEMBERS_ONLY, event);
  }
  problem(
    await api('POST', `/rooms/${roomId}/messages`, { token: user.token, body: { text: 'x' } }),
    403,
    'MEMBERS_ONLY',
  );
  assert.equal((await ask(member, 'send_message', { roomId, text: 'x' })).sent, true);
});

test('a policy decides who creates a room, also by joining it', async () => {
  const { socket: guest } = await somebody('member-guest');
  const roomId = unique('club');
  assert.deepEqual(await ask(guest, 'create_room', { roomId, name: 'Club', visibility: 'public' }), MEMBERS_ONLY);
  assert.deepEqual(await ask(guest, 'join_room', { roomId }), MEMBERS_ONLY);
  assert.equal((await ask(guest, 'list_rooms', { query: roomId })).rooms.length, 0);
  const { socket: member } = await somebody('member');
  assert.deepEqual(await ask(member, 'create_room', { roomId, name: 'Club', visibility: 'public' }), { roomId });
  assert.equal((await ask(guest, 'join_room', { roomId })).joined, roomId);
});

test('with a new token, a policy decides which rooms the connection leaves', async () => {
  const clubs = [unique('club'), unique('club')];
  const open = unique('room');
  const { socket: witness } = await inside(clubs[0], open, clubs[1]);
  const { user, socket } = await inside(clubs[0], open, clubs[1]);
  const token = await renamed(user, 'guest');
  assert.equal((await ask(socket, 'refresh_token', { token })).ok, true);
  for (const roomId of clubs) {
    await next(witness, 'user_left_room', (e) => e.roomId === roomId && e.userId === user.sub);
    assert.deepEqual(await ask(socket, 'send_message', { roomId, text: 'x' }), MEMBERS_ONLY);
  }
  assert.equal((await ask(socket, 'send_message', { roomId: open, text: 'x' })).sent, true);
});

test('with a new token that the policy accepts, the connection stays in its rooms', async () => {
  const roomId = unique('club');
  const { user, socket } = await inside(roomId);
  const token = await renamed(user, 'member');
  assert.equal((await ask(socket, 'refresh_token', { token })).ok, true);
  assert.equal((await ask(socket, 'send_message', { roomId, text: 'x' })).sent, true);
});

for (const [name, recovered] of [['member', true], ['guest', false]]) {
  test(`a policy ${recovered ? 'lets a member' : 'does not let a guest'} recover a session in a club`, async () => {
    const roomId = unique('club');
    const { user, socket } = await inside(roomId);
    const { socket: writer } = await inside(roomId);
    const token = await renamed(user, name);
    await cut(socket);
    assert.equal((await ask(writer, 'send_message', { roomId, text: 'missed' })).sent, true);
    socket.auth = { token };
    const back = happens(socket, 'connected');
    socket.connect();
    await back;
    assert.equal(socket.recovered, recovered);
    assert.deepEqual(
      heard(socket, 'new_message').map(({ text }) => text),
      recovered ? ['missed'] : [],
    );
    const answer = await ask(socket, 'join_room', { roomId });
    assert.deepEqual(recovered ? answer.joined : answer, recovered ? roomId : MEMBERS_ONLY);
  });
}

test('a policy decides who edits a message, even their own', async () => {
  const roomId = unique('club');
  const { user, socket } = await inside(roomId);
  const { messageId } = await ask(socket, 'send_message', { roomId, text: 'before' });
  const edit = (text) => ask(socket, 'edit_message', { messageId, text });
  assert.equal((await edit('edited')).ok, true);
  const mute = await renamed(user, 'member-mute');
  assert.equal((await ask(socket, 'refresh_token', { token: mute })).ok, true);
  assert.deepEqual(await edit('refused'), MEMBERS_ONLY);
  const { messages } = await ask(socket, 'get_history', { roomId });
  assert.deepEqual(messages.map(({ text }) => text), ['edited']);
});

test('a message in a room that a policy keeps secret is not found', async () => {
  const roomId = unique('club');
  const { user, socket } = await inside(roomId);
  const { messageId } = await ask(socket, 'send_message', { roomId, text: 'secret' });
  const guest = await renamed(user, 'guest');
  assert.equal((await ask(socket, 'refresh_token', { token: guest })).ok, true);
  for (const [event, data] of [
    ['edit_message', { text: 'x' }],
    ['delete_message', {}],
    ['react', { emoji: '👍' }],
  ]) {
    shape(await ask(socket, event, { messageId, ...data }), failure('MESSAGE_NOT_FOUND'));
  }
});

test('a policy judges a user whom the portal puts into a room', async () => {
  const call = await service();
  const roomId = unique('club');
  const { socket: member } = await somebody('member');
  const { socket: guest } = await somebody('guest');
  const { socket: founder } = await somebody('member-guest');
  const join = (socket) =>
    call('join', { connection: heard(socket, 'connected')[0].clientId, name: roomId });
  assert.deepEqual(await join(founder), MEMBERS_ONLY);
  assert.equal(await join(member), true);
  assert.deepEqual(await join(guest), MEMBERS_ONLY);
  assert.equal(await join(founder), true);
  assert.equal((await ask(member, 'send_message', { roomId, text: 'x' })).sent, true);
  assert.deepEqual(await ask(guest, 'send_message', { roomId, text: 'x' }), MEMBERS_ONLY);
});
