// Who is online and types, and the list of rooms.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createPeople } from '../../../../../main/portal/js/people.js';
import { createRooms } from '../../../../../main/portal/js/rooms.js';
import { createSession } from '../../../../../main/portal/js/session.js';
import { byRoomId } from '../../../../../main/portal/js/state.js';
import { FakeConnection, FakeStorage, storeWithRoom } from '../../../harness/portal-modules.mjs';

let store;
let room;
let connection;
let people;
let rooms;
let session;

beforeEach(() => {
  ({ store, room } = storeWithRoom());
  connection = new FakeConnection();
  session = createSession(new FakeStorage());
  people = createPeople({ store, connection });
  rooms = createRooms({ store, connection, session });
});

const bob = { userId: 'bob', username: 'Bob', roomId: 'r1' };

test('users come online and go', () => {
  connection.hear('user_online', bob);
  assert.equal(store.state.online.names.get('bob'), 'Bob');
  connection.hear('user_offline', bob);
  assert.equal(store.state.online.names.size, 0);
});

test('the members of a room are counted with every event', async () => {
  connection.answers.set('room_members', () => ({ members: [bob] }));
  await people.loadMembers(room);
  connection.hear('user_joined_room', { userId: 'eve', username: 'Eve', roomId: 'r1' });
  assert.equal(room.online, 2);
  connection.hear('user_left_room', bob);
  assert.equal(room.online, 1);
  connection.hear('user_joined_room', { ...bob, roomId: 'elsewhere' });
  assert.equal(room.online, 1);
});

test('a list that cannot be read is incomplete', async () => {
  await people.loadOnline();
  assert.equal(store.state.online.isWhole, false);
});

test('typing ends when the user says so, leaves, or after six seconds', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const types = () => connection.hear('user_typing', { ...bob, isTyping: true });
  const typing = () => [...room.typing.values()].map(({ username }) => username);
  types();
  assert.deepEqual(typing(), ['Bob']);
  connection.hear('user_typing', { ...bob, isTyping: false });
  assert.deepEqual(typing(), []);
  types();
  connection.hear('user_left_room', bob);
  assert.deepEqual(typing(), []);
  types();
  t.mock.timers.tick(6_000);
  assert.deepEqual(typing(), []);
});

test('the answer to an older search does not replace that of a newer one', async () => {
  const answers = [];
  connection.answers.set('find_users', () => new Promise((resolve) => answers.push(resolve)));
  const searches = [people.search('b'), people.search('bo')];
  answers[1]({ users: [bob] });
  answers[0]({ users: [] });
  await Promise.all(searches);
  assert.deepEqual(store.state.search, { query: 'bo', found: [bob], problem: null });
  await people.search('');
  assert.equal(store.state.search.found, null);
});

const listed = (roomId, more = {}) => ({ roomId, name: `Room ${roomId}`, ...more });

test('rooms and all pages of direct conversations are listed', async () => {
  connection.answers.set('list_rooms', ({ direct, cursor }) => {
    if (!direct) return { rooms: [listed('r2', { lastSeq: 9, unread: 4 })], next: 'n' };
    return cursor ? { rooms: [listed('d2')] } : { rooms: [listed('d1')], next: 'c' };
  });
  await rooms.refresh();
  const { conversations, nextRooms, roomsLoaded } = store.state;
  assert.deepEqual([...conversations.keys()], ['room:r1', 'room:r2', 'direct:d1', 'direct:d2']);
  assert.equal(byRoomId(store.state, 'r2').readSeq, 5);
  assert.deepEqual([nextRooms, roomsLoaded], ['n', true]);
});

test('what was seen in this tab stays read', async () => {
  session.markSeen('r2', 8);
  connection.answers.set('list_rooms', ({ direct }) => ({
    rooms: direct ? [] : [listed('r2', { lastSeq: 9, unread: 4 })],
  }));
  await rooms.refresh();
  assert.equal(byRoomId(store.state, 'r2').readSeq, 8);
});

test('refreshes at the same time share one answer, and a failure is shown', async () => {
  connection.answers.set('list_rooms', () => Promise.reject(new Error('no')));
  await Promise.all([rooms.refresh(), rooms.refresh()]);
  assert.equal(connection.requests.length, 2);
  assert.equal(store.state.roomsProblem.message, 'no');
});

test('a new room is the first of the list, and its creator owns it', async () => {
  connection.answers.set('create_room', () => ({ roomId: 'r9' }));
  const created = await rooms.create({ name: 'Nine', topic: '' });
  assert.deepEqual([created.role, created.name], ['owner', 'Nine']);
  connection.hear('room_created', listed('r9', { visibility: 'public' }));
  assert.equal(byRoomId(store.state, 'r9').role, 'owner');
  assert.ok(byRoomId(store.state, 'r9').rank < 0);
  assert.deepEqual(connection.requests, [['create_room', { name: 'Nine', visibility: 'public' }]]);
});

test('more rooms are added behind those that are there', async () => {
  store.state.nextRooms = 'n';
  connection.answers.set('list_rooms', ({ cursor }) => ({ rooms: [listed(`after-${cursor}`)] }));
  await rooms.more();
  assert.equal(byRoomId(store.state, 'after-n').rank, 1);
  assert.equal(store.state.nextRooms, null);
});
