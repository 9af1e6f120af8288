// The room policy that a portal has added (ClubPolicy): rooms "club-…" are for users named "member…".
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, connect, newUser, unique } from '../../harness/client.mjs';
import { api, problem } from '../../harness/portal-service.mjs';

const MEMBERS_ONLY = { status: 'error', code: 'MEMBERS_ONLY', message: 'Members only' };

async function somebody(name) {
  const user = await newUser(name);
  return { user, socket: (await connect(user)) };
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
