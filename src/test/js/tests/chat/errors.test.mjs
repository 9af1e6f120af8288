// What a failed event answers, and that nothing a client sends harms the server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ask,
  connect,
  eventsOf,
  gather,
  happens,
  heard,
  newUser,
  next,
  roundTrip,
  unique,
} from '../../harness/client.mjs';
import { failure, is, maybe, shape, violations } from '../../harness/shape.mjs';

const INVALID_SENDS = {
  'no text': [(room) => ({ roomId: room }), 'text'],
  'an empty text': [(room) => ({ roomId: room, text: '' }), 'text'],
  'a text of 1001 characters': [(room) => ({ roomId: room, text: 'x'.repeat(1001) }), 'text'],
  'a number as text': [(room) => ({ roomId: room, text: 5 }), 'text'],
  'null as text': [(room) => ({ roomId: room, text: null }), 'text'],
  'an object as text': [(room) => ({ roomId: room, text: { a: 1 } }), 'text'],
  'U+0000 in its text': [(room) => ({ roomId: room, text: 'a\u0000b' }), 'text'],
  'a lone surrogate in its text': [(room) => ({ roomId: room, text: 'a\ud800b' }), 'text'],
  'only U+200B as text': [(room) => ({ roomId: room, text: '\u200b' }), 'text'],
  'only U+2800 as text': [(room) => ({ roomId: room, text: '\u2800\u2800' }), 'text'],
  'only white space as text': [(room) => ({ roomId: room, text: ' \n\u00a0' }), 'text'],
  'no room': [() => ({ text: 'hi' }), 'roomId'],
  'an empty room id': [() => ({ roomId: '', text: 'hi' }), 'roomId'],
  'a blank in the room id': [() => ({ roomId: 'a b', text: 'hi' }), 'roomId'],
  'a slash in the room id': [() => ({ roomId: 'a/b', text: 'hi' }), 'roomId'],
  'a letter beyond ASCII in the room id': [() => ({ roomId: 'é', text: 'hi' }), 'roomId'],
  'markup as the room id': [() => ({ roomId: '<b>', text: 'hi' }), 'roomId'],
  'a room id of 101 characters': [() => ({ roomId: 'x'.repeat(101), text: 'hi' }), 'roomId'],
  'an object as room id': [() => ({ roomId: { a: 1 }, text: 'hi' }), 'roomId'],
  'a clientMessageId of 100 emoji, which no column holds': [
    (room) => ({ roomId: room, text: 'hi', clientMessageId: '😀'.repeat(100) }),
    'clientMessageId',
  ],
  'a text as metadata': [(room) => ({ roomId: room, text: 'hi', metadata: 'x' }), 'metadata'],
  'bytes in its metadata': [
    (room) => ({ roomId: room, text: 'hi', metadata: { thumb: Buffer.from('x') } }),
    'metadata',
  ],
  'bytes deep in its metadata': [
    (room) => ({ roomId: room, text: 'hi', metadata: { a: [[{ b: Buffer.from('x') }]] } }),
    'metadata',
  ],
  'metadata of more than 4 KiB': [
    (room) => ({ roomId: room, text: 'hi', metadata: { x: 'y'.repeat(4096) } }),
    'metadata',
  ],
};

for (const [what, [payload, field]] of Object.entries(INVALID_SENDS)) {
  test(`a message with ${what} is invalid`, async () => {
    const { room, alice, sync } = await gather({ alice: {} });
    const answer = await ask(alice, 'send_message', payload(room));
    shape(answer, failure('INVALID_PAYLOAD', { violations }));
    assert.deepEqual([...new Set(answer.violations.map((v) => v.field))], [field]);
    await sync();
    assert.deepEqual(eventsOf(alice, room), []);
  });
}

test('a room with an invisible name or bytes in its metadata is invalid', async () => {
  const socket = await connect(await newUser());
  const room = { name: 'Ops', visibility: 'public' };
  for (const [field, value] of [
    ['name', '\u200b\u2060'],
    ['metadata', { list: [Buffer.from('x')] }],
  ]) {
    const answer = await ask(socket, 'create_room', { ...room, [field]: value });
    shape(answer, failure('INVALID_PAYLOAD', { violations }));
    assert.deepEqual(answer.violations.map((v) => v.field), [field]);
  }
});

for (const payload of [5, true, null, 'just a text', [1, 2], []]) {
  test(`a message whose payload is ${JSON.stringify(payload)} is invalid`, async () => {
    const { alice } = await gather({ alice: {} });
    const answer = await ask(alice, 'send_message', payload);
    shape(answer, failure('INVALID_PAYLOAD', { violations: maybe(violations) }));
    await roundTrip(alice);
  });
}

test('a message without a payload is invalid', async () => {
  const { alice } = await gather({ alice: {} });
  const answer = await ask(alice, 'send_message');
  shape(answer, failure('INVALID_PAYLOAD', { violations: maybe(violations) }));
});

for (const [what, plain] of Object.entries({
  'U+0000': '1 5 a\u0000b',
  'no room': '1 5 ',
  'a letter beyond ASCII': '0 5 é',
  'another text': 'x',
})) {
  test(`a cursor that decodes to ${what} is invalid`, async () => {
    const socket = await connect(await newUser());
    const answer = await ask(socket, 'list_rooms', { cursor: Buffer.from(plain).toString('base64url') });
    shape(answer, failure('INVALID_PAYLOAD', { violations }));
    assert.deepEqual(answer.violations.map((v) => v.field), ['cursor']);
  });
}

test('all violations of a payload are told at once', async () => {
  const socket = await connect(await newUser());
  const answer = await ask(socket, 'send_message', { roomId: 'a b', text: '' });
  assert.deepEqual(answer.violations.map((v) => v.field).sort(), ['roomId', 'text']);
});

test('a text of 1000 characters is right', async () => {
  const { room, alice } = await gather({ alice: {} });
  const text = 'é'.repeat(1000);
  assert.equal((await ask(alice, 'send_message', { roomId: room, text })).sent, true);
  assert.equal((await next(alice, 'new_message')).text, text);
});

test('a room id of 100 characters of every allowed kind is right', async () => {
  const socket = await connect(await newUser());
  const roomId = `${unique('A:b_c.d-9')}${'x'.repeat(100)}`.slice(0, 100);
  assert.equal((await ask(socket, 'join_room', { roomId })).joined, roomId);
});

test('a text as isTyping is invalid', async () => {
  const { room, alice } = await gather({ alice: {} });
  alice.emit('typing', { roomId: room, isTyping: 'yes' });
  const error = await next(alice, 'error');
  assert.deepEqual([error.code, error.event], ['INVALID_PAYLOAD', 'typing']);
});

test('a text as limit is invalid', async () => {
  const { room, alice } = await gather({ alice: {} });
  const answer = await ask(alice, 'get_history', { roomId: room, limit: '5' });
  assert.equal(answer.code, 'INVALID_PAYLOAD');
});

test('a room without a name is invalid', async () => {
  const socket = await connect(await newUser());
  const answer = await ask(socket, 'create_room', { visibility: 'public' });
  assert.deepEqual([answer.code, answer.violations[0].field], ['INVALID_PAYLOAD', 'name']);
});

test('a room of an unknown visibility is invalid', async () => {
  const socket = await connect(await newUser());
  const answer = await ask(socket, 'create_room', { name: 'A room', visibility: 'foggy' });
  assert.deepEqual([answer.code, answer.violations?.[0].field], ['INVALID_PAYLOAD', 'visibility']);
});

test('an event that nobody handles is unknown', async () => {
  const socket = await connect(await newUser());
  shape(await ask(socket, 'no_such_event', {}), failure('UNKNOWN_EVENT'));
});

for (const name of ['toString', '__proto__', 'constructor', '', 'x'.repeat(500), '<b>']) {
  test(`an event named ${JSON.stringify(name.slice(0, 20))} is unknown`, async () => {
    const socket = await connect(await newUser());
    shape(await ask(socket, name, {}), failure('UNKNOWN_EVENT'));
    await roundTrip(socket);
  });
}

test('a failed event with an ack sends no event', async () => {
  const socket = await connect(await newUser());
  await ask(socket, 'no_such_event', {});
  await roundTrip(socket);
  assert.deepEqual([heard(socket, 'error'), heard(socket, 'exception')], [[], []]);
});

test('a failed event without an ack sends error and the same as exception', async () => {
  const socket = await connect(await newUser());
  socket.emit('no_such_event', {});
  const error = await next(socket, 'error');
  shape(error, failure('UNKNOWN_EVENT', { event: is('no_such_event') }));
  assert.deepEqual(await next(socket, 'exception'), error);
});

test('an invalid payload without an ack sends the violations with the event', async () => {
  const { room, alice } = await gather({ alice: {} });
  alice.emit('send_message', { roomId: room, text: '' });
  const error = await next(alice, 'error');
  shape(error, failure('INVALID_PAYLOAD', { event: is('send_message'), violations }));
  assert.deepEqual(error.violations.map((v) => v.field), ['text']);
  assert.deepEqual(await next(alice, 'exception'), error);
});

test('a kebab client gets the same errors', async () => {
  const { room, alice } = await gather({ alice: { naming: 'kebab' } });
  const answer = await ask(alice, 'send-message', { room, content: '' });
  shape(answer, failure('INVALID_PAYLOAD', { violations }));
  alice.emit('no-such-event');
  shape(await next(alice, 'error'), failure('UNKNOWN_EVENT', { event: is('no-such-event') }));
});

const IN_ROOM_ONLY = {
  send_message: { text: 'hi' },
  room_message: { text: 'hi' },
  message: { text: 'hi' },
};

for (const [event, payload] of Object.entries(IN_ROOM_ONLY)) {
  test(`${event} needs to be in the room`, async () => {
    const { room, alice, sync } = await gather({ alice: {} });
    const outsider = await connect(await newUser());
    shape(await ask(outsider, event, { roomId: room, ...payload }), failure('NOT_IN_ROOM'));
    await sync();
    assert.deepEqual(eventsOf(alice, room), []);
  });
}

test('typing needs to be in the room', async () => {
  const { room, alice, sync } = await gather({ alice: {} });
  const outsider = await connect(await newUser());
  outsider.emit('typing', { roomId: room });
  shape(await next(outsider, 'error'), failure('NOT_IN_ROOM', { event: is('typing') }));
  await sync();
  assert.deepEqual(eventsOf(alice, room), []);
});

test("another connection's join does not let this one send", async () => {
  const { room, people } = await gather({ alice: {} });
  const again = await connect(people.alice);
  shape(await ask(again, 'send_message', { roomId: room, text: 'hi' }), failure('NOT_IN_ROOM'));
});

for (const event of ['get_history', 'send_message', 'room_message', 'room_members']) {
  test(`${event} of a room that does not exist is ROOM_NOT_FOUND`, async () => {
    const socket = await connect(await newUser());
    const answer = await ask(socket, event, { roomId: unique('nowhere'), text: 'hi' });
    shape(answer, failure('ROOM_NOT_FOUND'));
  });
}

test('an invalid payload is told before a room that does not exist', async () => {
  const socket = await connect(await newUser());
  const answer = await ask(socket, 'send_message', { roomId: unique('nowhere'), text: '' });
  assert.equal(answer.code, 'INVALID_PAYLOAD');
});

for (const prefix of ['user:', 'dm-']) {
  test(`a room id that begins with ${prefix} cannot be joined`, async () => {
    const socket = await connect(await newUser());
    const roomId = `${prefix}${unique('x')}`;
    shape(await ask(socket, 'join_room', { roomId }), failure('ACCESS_DENIED'));
  });

  test(`a room id that begins with ${prefix} cannot be made`, async () => {
    const socket = await connect(await newUser());
    const room = { roomId: `${prefix}${unique('x')}`, name: 'mine', visibility: 'public' };
    shape(await ask(socket, 'create_room', room), failure('ACCESS_DENIED'));
  });
}

test("a user's own personal address cannot be joined either", async () => {
  const user = await newUser();
  const socket = await connect(user);
  const answer = await ask(socket, 'join_room', { roomId: `user:${user.sub}` });
  assert.equal(answer.code, 'ACCESS_DENIED');
});

test('the direct messages of two others cannot be read', async () => {
  const [alice, bob] = [await newUser(), await newUser()];
  const sender = await connect(alice);
  await connect(bob);
  const sent = await ask(sender, 'direct_message', { recipientId: bob.sub, text: 'secret' });
  const spy = await connect(await newUser());
  for (const event of ['join_room', 'get_history', 'room_members', 'send_message']) {
    const answer = await ask(spy, event, { roomId: sent.roomId, text: 'hi' });
    assert.equal(answer.code, 'ACCESS_DENIED', event);
  }
});

test('a direct message to somebody never seen is USER_NOT_FOUND', async () => {
  const socket = await connect(await newUser());
  const answer = await ask(socket, 'direct_message', { recipientId: unique('no'), text: 'hi' });
  shape(answer, failure('USER_NOT_FOUND'));
});

test('a direct message without a recipient is invalid', async () => {
  const socket = await connect(await newUser());
  const answer = await ask(socket, 'direct_message', { text: 'hi' });
  shape(answer, failure('INVALID_PAYLOAD', { violations }));
  assert.deepEqual(answer.violations.map((v) => v.field), ['recipientId']);
});

for (const replyTo of ['not-an-id', '0190163d-8694-739b-aea5-966c26f8ad91']) {
  test(`a reply to ${replyTo} is MESSAGE_NOT_FOUND`, async () => {
    const { room, alice } = await gather({ alice: {} });
    const answer = await ask(alice, 'send_message', { roomId: room, text: 'hi', replyTo });
    shape(answer, failure('MESSAGE_NOT_FOUND'));
  });
}

test('a reply to a message of another room is MESSAGE_NOT_FOUND and not stored', async () => {
  const { room, alice } = await gather({ alice: {} });
  const elsewhere = unique('room');
  await ask(alice, 'join_room', { roomId: elsewhere });
  const { messageId } = await ask(alice, 'send_message', { roomId: elsewhere, text: 'there' });
  const reply = { roomId: room, text: 'hi', replyTo: messageId };
  shape(await ask(alice, 'send_message', reply), failure('MESSAGE_NOT_FOUND'));
  assert.equal((await ask(alice, 'get_history', { roomId: room })).lastSeq, 0);
});

test('over the limit an event is RATE_LIMITED and told when to try again', async () => {
  const { socket } = await exhausted();
  shape(await ask(socket, 'find_users', { query: 'x' }), rateLimited());
});

test('over the limit ping still has a budget of its own', async () => {
  const { socket } = await exhausted();
  shape(await ask(socket, 'ping'), { timestamp: 'millis' });
});

test('the limit counts all connections of a user', async () => {
  const { user } = await exhausted();
  const again = await connect(user);
  shape(await ask(again, 'find_users', { query: 'x' }), rateLimited());
});

test('the limit of one user is not that of another', async () => {
  await exhausted();
  const other = await connect(await newUser());
  assert.ok(Array.isArray((await ask(other, 'find_users', { query: 'x' })).users));
});

test('over the limit the event error tells it', async () => {
  const { socket } = await exhausted();
  socket.emit('find_users', { query: 'x' });
  shape(await next(socket, 'error'), { ...rateLimited(), event: is('find_users') });
});

test('a frame of 1 MB closes its connection, and the others chat on', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  const closed = happens(alice, 'disconnect');
  alice.emit('send_message', { roomId: room, text: 'x'.repeat(1_000_000) });
  await closed;
  await ask(bob, 'send_message', { roomId: room, text: 'still here' });
  assert.equal((await next(bob, 'new_message')).text, 'still here');
});

test('after a frame of 1 MB the same client connects again', async () => {
  const user = await newUser();
  const socket = await connect(user);
  const closed = happens(socket, 'disconnect');
  socket.emit('message', { text: 'x'.repeat(1_000_000) });
  await closed;
  await roundTrip(await connect(user));
});

test('a payload nested very deeply does no harm', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const payload = `{"roomId":"${room}","text":"hi","metadata":{"deep":${deep}}}`;
  alice.io.engine.write(`2/chat,["send_message",${payload}]`);
  await ask(bob, 'send_message', { roomId: room, text: 'still here' });
  await next(bob, 'new_message', (m) => m.text === 'still here');
});

test('characters beyond the BMP pass unharmed', async () => {
  const { room, alice } = await gather({ alice: {} });
  const text = '😀𝒳\u2028\u2029 てすと Ä ß \uffff';
  await ask(alice, 'send_message', { roomId: room, text });
  assert.equal((await next(alice, 'new_message')).text, text);
});

test('a lone surrogate does not end the connection', async () => {
  const { room, alice } = await gather({ alice: {} });
  alice.emit('room_message', { roomId: room, text: '\udc00' });
  await next(alice, 'error');
  await roundTrip(alice);
  assert.ok(alice.connected);
});

test('a binary attachment ends at most its own connection', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  alice.emit('room_message', { roomId: room, text: Buffer.from('bytes') });
  await ask(bob, 'send_message', { roomId: room, text: 'still here' });
  await next(bob, 'new_message');
});

async function exhausted() {
  const user = await newUser();
  const socket = await connect(user);
  const [{ limits }] = heard(socket, 'connected');
  assert.ok(limits.rate <= 1000, `the limit of ${limits.rate} is too high for this test`);
  const answers = await Promise.all(
    Array.from({ length: limits.rate }, () => ask(socket, 'find_users', { query: user.username })),
  );
  assert.deepEqual(answers.filter((a) => !a.users), []);
  return { user, socket };
}

function rateLimited() {
  return failure('RATE_LIMITED', { retryAfter: 'count' });
}
