// What becomes of messages after they were sent: editing, deleting, reacting, and how whoever was
// away learns of it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import {
  ask,
  connect,
  cut,
  eventsOf,
  forget,
  gather,
  happens,
  heard,
  newUser,
  next,
  roundTrip,
  unique,
} from '../../harness/client.mjs';
import { failure, is, kebabMessage, listOf, shape, snakeMessage, violations } from '../../harness/shape.mjs';

const MOST_EMOJIS = 20;

/** Sends a message; answers its id. */
async function say(socket, roomId, text, more = {}) {
  const { messageId } = await ask(socket, 'send_message', { roomId, text, ...more });
  return messageId;
}

async function history(socket, roomId) {
  return (await ask(socket, 'get_history', { roomId })).messages;
}

async function code(socket, event, payload) {
  return (await ask(socket, event, payload)).code;
}

const tombstone = (room, more = {}) => ({
  id: 'string',
  seq: 'integer',
  rev: 'integer',
  roomId: is(room),
  timestamp: 'iso',
  deleted: is(true),
  ...more,
});

// --- editing ---------------------------------------------------------------------------------------

test('whoever wrote a message edits it, and everyone in the room hears so, the author too', async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, 'helo');
  const ack = await ask(alice, 'edit_message', { messageId, text: 'hello' });
  shape(ack, { ok: is(true), rev: is(2) });
  await sync();
  for (const socket of [alice, bob]) {
    assert.deepEqual(eventsOf(socket, room), ['new_message', 'message_edited']);
    shape(
      await next(socket, 'message_edited'),
      snakeMessage(room, people.alice, {
        id: is(messageId),
        seq: is(1),
        rev: is(2),
        text: is('hello'),
        editedAt: 'iso',
      }),
    );
  }
});

test('a kebab client edits and hears in kebab', async () => {
  const kebab = { naming: 'kebab' };
  const { room, people, alice, bob } = await gather({ alice: kebab, bob: kebab });
  const { messageId } = await ask(alice, 'send-message', { room, content: 'helo' });
  shape(await ask(alice, 'edit-message', { messageId, content: 'hello' }), {
    ok: is(true),
    rev: is(2),
  });
  shape(
    await next(bob, 'message-edited'),
    kebabMessage(room, people.alice, {
      id: is(messageId),
      content: is('hello'),
      message: is('hello'),
      editedAt: 'iso',
    }),
  );
});

test('an edited message is the same in its event, in a join and in the history', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  const first = await say(alice, room, 'first');
  const messageId = await say(alice, room, 'helo', { metadata: { a: 1 }, replyTo: first });
  await ask(alice, 'edit_message', { messageId, text: 'hello' });
  const event = await next(bob, 'message_edited');
  assert.deepEqual([event.metadata, event.replyTo], [{ a: 1 }, first]);
  assert.deepEqual((await history(bob, room))[1], event);
  const { messages } = await ask(bob, 'join_room', { roomId: room });
  assert.deepEqual(messages[1], event);
});

test('editing takes a rev and no seq', async () => {
  const { room, alice } = await gather({ alice: {} });
  const messageId = await say(alice, room, 'one');
  const revs = [];
  for (const text of ['two', 'three']) {
    revs.push((await ask(alice, 'edit_message', { messageId, text })).rev);
  }
  assert.deepEqual(revs, [2, 3]);
  await say(alice, room, 'next');
  const page = await ask(alice, 'get_history', { roomId: room });
  assert.deepEqual([page.lastSeq, page.rev], [2, 4]);
  assert.deepEqual(page.messages.map(({ seq, rev }) => [seq, rev]), [[1, 3], [2, 4]]);
});

test('the same text again changes nothing, and nobody hears of it', async () => {
  const { room, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, 'helo');
  const first = await ask(alice, 'edit_message', { messageId, text: 'hello' });
  assert.deepEqual(await ask(alice, 'edit_message', { messageId, text: 'hello' }), first);
  await sync();
  assert.equal(heard(bob, 'message_edited').length, 1);
});

test('edits that are sent at once keep their order', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, '0');
  const texts = Array.from({ length: 20 }, (_, i) => `${i + 1}`);
  await Promise.all(texts.map((text) => ask(alice, 'edit_message', { messageId, text })));
  await next(bob, 'message_edited', (m) => m.text === texts.at(-1));
  assert.deepEqual(heard(bob, 'message_edited').map((m) => m.text), texts);
});

test('a clientMessageId is seen by its author only in an edited message', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  const clientMessageId = unique('c');
  const messageId = await say(alice, room, 'helo', { clientMessageId });
  await ask(alice, 'edit_message', { messageId, text: 'hello' });
  assert.equal((await next(alice, 'message_edited')).clientMessageId, clientMessageId);
  assert.equal((await next(bob, 'message_edited')).clientMessageId, undefined);
});

test('nobody edits what somebody else wrote, not even an admin or the owner', async () => {
  const { roomId, owner, guest } = await ownedRoom();
  const messageId = await say(guest, roomId, 'mine');
  const admin = await member(roomId, 'admin');
  for (const socket of [owner, admin]) {
    shape(
      await ask(socket, 'edit_message', { messageId, text: 'yours' }),
      failure('ACCESS_DENIED'),
    );
  }
  assert.equal((await history(guest, roomId))[0].text, 'mine');
});

for (const [what, text] of Object.entries({
  'no text': undefined,
  'an empty text': '',
  'a text of 1001 characters': 'x'.repeat(1001),
  'a number as text': 5,
})) {
  test(`an edit with ${what} is invalid`, async () => {
    const { room, alice } = await gather({ alice: {} });
    const messageId = await say(alice, room, 'hello');
    const answer = await ask(alice, 'edit_message', { messageId, text });
    shape(answer, failure('INVALID_PAYLOAD', { violations }));
    assert.equal(answer.violations[0].field, 'text');
  });
}

// --- deleting --------------------------------------------------------------------------------------

test('whoever wrote a message deletes it, and everyone in the room hears so, the author too', async () => {
  const { room, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, 'oops');
  shape(await ask(alice, 'delete_message', { messageId }), { ok: is(true), rev: is(2) });
  await sync();
  for (const socket of [alice, bob]) {
    assert.deepEqual(eventsOf(socket, room), ['new_message', 'message_deleted']);
    assert.deepEqual(await next(socket, 'message_deleted'), {
      id: messageId,
      roomId: room,
      seq: 1,
      rev: 2,
    });
  }
});

test('a kebab client deletes and hears in kebab, and sees a tombstone', async () => {
  const { room, alice, bob } = await gather({
    alice: { naming: 'kebab' },
    bob: { naming: 'kebab' },
  });
  const { messageId } = await ask(alice, 'send-message', { room, content: 'oops' });
  await ask(alice, 'delete-message', { messageId });
  assert.deepEqual(await next(bob, 'message-deleted'), { id: messageId, room, seq: 1, rev: 2 });
  const { roomId, ...shared } = tombstone(room);
  shape((await ask(bob, 'get-history', { room })).messages, listOf({ ...shared, room: roomId }));
});

test('of a deleted message nothing is left but its place', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  await say(alice, room, 'one');
  const secret = { clientMessageId: unique('c'), metadata: { secret: 'metadata' } };
  const messageId = await say(alice, room, 'the secret text', secret);
  await say(alice, room, 'three');
  await ask(bob, 'react', { messageId, emoji: '👍' });
  await ask(alice, 'edit_message', { messageId, text: 'another secret text' });
  await ask(alice, 'delete_message', { messageId });
  for (const socket of [alice, bob]) {
    const messages = await history(socket, room);
    assert.deepEqual(messages.map((m) => m.seq), [1, 2, 3]);
    shape(messages[1], tombstone(room, { id: is(messageId), seq: is(2), rev: is(6) }));
  }
});

test('deleting a message again changes nothing, and nobody hears of it', async () => {
  const { room, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, 'oops');
  const first = await ask(alice, 'delete_message', { messageId });
  assert.deepEqual(await ask(alice, 'delete_message', { messageId }), first);
  await sync();
  assert.equal(heard(bob, 'message_deleted').length, 1);
});

test('a deleted message that is sent again with its clientMessageId stays deleted', async () => {
  const { room, alice } = await gather({ alice: {} });
  const message = { roomId: room, text: 'once', clientMessageId: unique('c') };
  const first = await ask(alice, 'send_message', message);
  await ask(alice, 'delete_message', { messageId: first.messageId });
  const again = await ask(alice, 'send_message', message);
  assert.deepEqual([again.messageId, again.seq], [first.messageId, first.seq]);
  shape(await history(alice, room), listOf(tombstone(room)));
});

for (const [what, group] of Object.entries({
  'the owner of the room': null,
  'a moderator': 'moderator',
  'an admin': 'admin',
})) {
  test(`${what} deletes what a member wrote`, async () => {
    const { roomId, owner, guest } = await ownedRoom();
    const messageId = await say(guest, roomId, 'spam');
    const moderator = group ? await member(roomId, group) : owner;
    shape(await ask(moderator, 'delete_message', { messageId }), { ok: is(true), rev: is(2) });
    assert.equal((await next(guest, 'message_deleted')).id, messageId);
  });
}

test('a member deletes nothing that somebody else wrote, and a moderator nothing of the owner', async () => {
  const { roomId, owner, guest } = await ownedRoom();
  const messageId = await say(owner, roomId, 'the rules');
  const moderator = await member(roomId, 'moderator');
  for (const socket of [guest, moderator]) {
    shape(await ask(socket, 'delete_message', { messageId }), failure('ACCESS_DENIED'));
  }
  const admin = await member(roomId, 'admin');
  assert.equal((await ask(admin, 'delete_message', { messageId })).ok, true);
});

test('the last message can be deleted, and the next one follows it', async () => {
  const { room, alice } = await gather({ alice: {} });
  const messageId = await say(alice, room, 'oops');
  await ask(alice, 'delete_message', { messageId });
  await say(alice, room, 'better');
  assert.deepEqual(
    (await history(alice, room)).map(({ seq, deleted }) => [seq, deleted]),
    [[1, true], [2, undefined]],
  );
});

// --- reacting --------------------------------------------------------------------------------------

test('a reaction is acked, and everyone in the room hears it, whoever reacted too', async () => {
  const { room, people, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, 'lunch?');
  assert.deepEqual(await ask(bob, 'react', { messageId, emoji: '👍' }), { ok: true });
  await sync();
  for (const socket of [alice, bob]) {
    assert.deepEqual(await next(socket, 'reaction'), {
      messageId,
      roomId: room,
      emoji: '👍',
      userId: people.bob.sub,
      count: 1,
    });
  }
});

test('a kebab client hears a reaction with its room', async () => {
  const { room, people, alice, bob } = await gather({ alice: { naming: 'kebab' }, bob: {} });
  const messageId = await say(bob, room, 'lunch?');
  await ask(alice, 'react', { messageId, emoji: '👍' });
  assert.deepEqual(await next(alice, 'reaction'), {
    messageId,
    room,
    emoji: '👍',
    userId: people.alice.sub,
    count: 1,
  });
});

test('the history shows reactions in the order in which they came, and which are mine', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, 'lunch?');
  await ask(bob, 'react', { messageId, emoji: '🎉' });
  await ask(bob, 'react', { messageId, emoji: '👍' });
  await ask(alice, 'react', { messageId, emoji: '👍' });
  const reactions = async (socket) => (await history(socket, room))[0].reactions;
  assert.deepEqual(await reactions(alice), [
    { emoji: '🎉', count: 1, mine: false },
    { emoji: '👍', count: 2, mine: true },
  ]);
  assert.deepEqual(await reactions(bob), [
    { emoji: '🎉', count: 1, mine: true },
    { emoji: '👍', count: 2, mine: true },
  ]);
});

test('an edited message shows its reactions to everyone as he sees them', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, 'lunch?');
  await ask(bob, 'react', { messageId, emoji: '👍' });
  await ask(alice, 'edit_message', { messageId, text: 'dinner?' });
  const mine = async (socket) => (await next(socket, 'message_edited')).reactions;
  assert.deepEqual(await mine(alice), [{ emoji: '👍', count: 1, mine: false }]);
  assert.deepEqual(await mine(bob), [{ emoji: '👍', count: 1, mine: true }]);
});

test('a reaction is taken back', async () => {
  const { room, people, alice, bob } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, 'lunch?');
  await ask(bob, 'react', { messageId, emoji: '👍' });
  await ask(alice, 'react', { messageId, emoji: '👍' });
  assert.deepEqual(await ask(bob, 'react', { messageId, emoji: '👍', remove: true }), { ok: true });
  assert.deepEqual(await next(alice, 'reaction', (e) => e.removed), {
    messageId,
    roomId: room,
    emoji: '👍',
    userId: people.bob.sub,
    count: 1,
    removed: true,
  });
  await ask(alice, 'react', { messageId, emoji: '👍', remove: true });
  assert.equal((await history(alice, room))[0].reactions, undefined);
});

test('the same reaction again changes nothing, and nobody hears of it', async () => {
  const { room, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, 'lunch?');
  for (let i = 0; i < 2; i++) {
    assert.deepEqual(await ask(bob, 'react', { messageId, emoji: '👍' }), { ok: true });
  }
  await sync();
  assert.equal(heard(alice, 'reaction').length, 1);
  assert.equal((await history(alice, room))[0].rev, 2);
});

test('to take back what one never gave changes nothing, and nobody hears of it', async () => {
  const { room, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, 'lunch?');
  const answer = await ask(bob, 'react', { messageId, emoji: '👍', remove: true });
  assert.deepEqual(answer, { ok: true });
  await sync();
  assert.deepEqual(heard(alice, 'reaction'), []);
});

test('reactions of many at once are counted one by one', async () => {
  const guests = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`guest${i}`, {}]));
  const { room, people, sync, ...sockets } = await gather(guests);
  const all = Object.values(sockets);
  const messageId = await say(all[0], room, 'who comes?');
  await Promise.all(all.map((socket) => ask(socket, 'react', { messageId, emoji: '👍' })));
  await sync();
  for (const socket of all) {
    assert.deepEqual(heard(socket, 'reaction').map((e) => e.count), [1, 2, 3, 4, 5, 6, 7, 8]);
  }
});

test('who changes his mind many times at once ends where he wanted to', async () => {
  const { room, alice, sync } = await gather({ alice: {} });
  const messageId = await say(alice, room, 'lunch?');
  const flips = Array.from({ length: 21 }, (_, i) =>
    ask(alice, 'react', { messageId, emoji: '👍', remove: i % 2 === 1 }),
  );
  await Promise.all(flips);
  await sync();
  assert.deepEqual(
    heard(alice, 'reaction').map((e) => e.count),
    flips.map((_, i) => (i + 1) % 2),
  );
  assert.deepEqual((await history(alice, room))[0].reactions, [
    { emoji: '👍', count: 1, mine: true },
  ]);
});

test('reactions that look the same are one reaction', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, 'lunch?');
  await ask(alice, 'react', { messageId, emoji: '👍' });
  await ask(bob, 'react', { messageId, emoji: '👍\ufe0f' });
  const [{ reactions }] = await history(alice, room);
  assert.deepEqual(reactions, [{ emoji: '👍', count: 2, mine: true }]);
  await ask(alice, 'react', { messageId, emoji: '👍\ufe0f', remove: true });
  assert.equal((await history(alice, room))[0].reactions[0].count, 1);
});

test('a message has only so many different reactions', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, 'lunch?');
  for (let i = 0; i < MOST_EMOJIS; i++) {
    assert.equal((await ask(alice, 'react', { messageId, emoji: `:e${i}:` })).ok, true);
  }
  const answer = await ask(bob, 'react', { messageId, emoji: ':one-more:' });
  shape(answer, failure('INVALID_PAYLOAD', { violations }));
  assert.equal(answer.violations[0].field, 'emoji');
  assert.equal((await ask(bob, 'react', { messageId, emoji: ':e3:' })).ok, true);
});

for (const [what, emoji] of Object.entries({
  'no emoji': undefined,
  'an empty one': '',
  'a blank in it': 'a b',
  'U+0000 in it': 'a\u0000b',
  'a lone surrogate': '\ud83d',
  'nothing to see': '\u200d\ufe0f',
  '65 characters': 'x'.repeat(65),
  'a number': 5,
})) {
  test(`a reaction with ${what} is invalid`, async () => {
    const { room, alice } = await gather({ alice: {} });
    const messageId = await say(alice, room, 'lunch?');
    const answer = await ask(alice, 'react', { messageId, emoji });
    shape(answer, failure('INVALID_PAYLOAD', { violations }));
    assert.equal(answer.violations[0].field, 'emoji');
  });
}

// --- who may, and what is not there ----------------------------------------------------------------

const CHANGES = {
  edit_message: { text: 'other' },
  delete_message: {},
  react: { emoji: '👍' },
};

for (const [event, payload] of Object.entries(CHANGES)) {
  test(`${event} wants the id of a message`, async () => {
    const { alice } = await gather({ alice: {} });
    const answer = await ask(alice, event, payload);
    shape(answer, failure('INVALID_PAYLOAD', { violations }));
    assert.equal(answer.violations[0].field, 'messageId');
  });

  test(`${event} of a message that is not there, or not for the caller, finds nothing`, async () => {
    const { alice, bob, people } = await gather({ alice: {}, bob: {} });
    const carol = await connect(await newUser('carol'));
    const direct = { recipientId: people.bob.sub, text: 'for bob' };
    const { messageId: theirs } = await ask(carol, 'direct_message', direct);
    await next(bob, 'direct_message');
    for (const messageId of ['nonsense', 7, 'x\u0000', randomUUID(), theirs]) {
      shape(await ask(alice, event, { ...payload, messageId }), failure('MESSAGE_NOT_FOUND'));
    }
  });

  test(`${event} wants the room to be joined`, async () => {
    const { room, people, alice } = await gather({ alice: {} });
    const messageId = await say(alice, room, 'hello');
    const elsewhere = await connect(people.alice);
    const answer = await ask(elsewhere, event, { ...payload, messageId });
    shape(answer, failure('NOT_IN_ROOM'));
  });

  test(`${event} in a closed room is refused`, async () => {
    const { roomId, owner } = await ownedRoom();
    const messageId = await say(owner, roomId, 'hello');
    await ask(owner, 'close_room', { roomId });
    assert.equal(await code(owner, event, { ...payload, messageId }), 'ROOM_CLOSED');
  });

  test(`${event} works in / as it does in /chat`, async () => {
    const { room, alice, bob } = await gather({ alice: { nsp: '/' }, bob: {} });
    const messageId = await say(alice, room, 'hello');
    assert.equal((await ask(alice, event, { ...payload, messageId })).ok, true);
    await next(bob, { edit_message: 'message_edited', delete_message: 'message_deleted' }[event] ?? 'reaction');
  });
}

test('a deleted message can be neither edited nor reacted to', async () => {
  const { room, alice } = await gather({ alice: {} });
  const messageId = await say(alice, room, 'oops');
  await ask(alice, 'delete_message', { messageId });
  assert.equal(await code(alice, 'edit_message', { messageId, text: 'x' }), 'MESSAGE_NOT_FOUND');
  assert.equal(await code(alice, 'react', { messageId, emoji: '👍' }), 'MESSAGE_NOT_FOUND');
});

test('a change that fails without an ack is told as an event', async () => {
  const { alice } = await gather({ alice: {} });
  alice.emit('edit_message', { messageId: randomUUID(), text: 'x' });
  const error = await next(alice, 'error');
  assert.deepEqual([error.code, error.event], ['MESSAGE_NOT_FOUND', 'edit_message']);
});

// --- direct messages -------------------------------------------------------------------------------

test('what becomes of a direct message is heard on every connection of the two, and nowhere else', async () => {
  const people = { alice: await newUser('alice'), bob: await newUser('bob') };
  const alice = await connect(people.alice);
  const aliceToo = await connect(people.alice, { nsp: '/' });
  const bob = await connect(people.bob);
  const carol = await connect(await newUser('carol'));
  const { messageId, roomId } = await ask(alice, 'direct_message', {
    recipientId: people.bob.sub,
    text: 'helo',
  });
  await ask(alice, 'edit_message', { messageId, text: 'hello' });
  await ask(bob, 'react', { messageId, emoji: '👍' });
  await ask(alice, 'delete_message', { messageId });
  for (const socket of [alice, aliceToo, bob]) {
    await next(socket, 'message_deleted');
    const changes = eventsOf(socket, roomId).filter((event) => event !== 'direct_message');
    assert.deepEqual(changes, ['message_edited', 'reaction', 'message_deleted']);
  }
  await roundTrip(carol);
  assert.deepEqual(eventsOf(carol, roomId), []);
  shape(await history(bob, roomId), listOf(tombstone(roomId)));
});

test('of a direct message only its author decides, though the other is an admin', async () => {
  const [alice, bob] = [await newUser('alice'), await newUser('bob', { groups: ['admin'] })];
  const [author, other] = [await connect(alice), await connect(bob)];
  const { messageId } = await ask(author, 'direct_message', { recipientId: bob.sub, text: 'hi' });
  assert.equal(await code(other, 'delete_message', { messageId }), 'ACCESS_DENIED');
  assert.equal(await code(other, 'edit_message', { messageId, text: 'x' }), 'ACCESS_DENIED');
});

// --- whoever was away ------------------------------------------------------------------------------

test('who comes back with a rev is told what was edited, deleted and reacted to, oldest first', async () => {
  const { room, people, alice, bob } = await gather({ alice: {}, bob: {} });
  const ids = [];
  for (const text of ['one', 'two', 'three', 'four']) ids.push(await say(alice, room, text));
  const { lastSeq: since, epoch, rev } = await ask(bob, 'join_room', { roomId: room });
  bob.disconnect();
  await ask(alice, 'react', { messageId: ids[3], emoji: '👍' });
  await ask(alice, 'delete_message', { messageId: ids[1] });
  await ask(alice, 'edit_message', { messageId: ids[0], text: 'ONE' });
  await say(alice, room, 'five');
  const back = await connect(people.bob);
  const answer = await ask(back, 'join_room', { roomId: room, since, epoch, rev });
  assert.equal(answer.recovered, true);
  assert.deepEqual(answer.messages.map((m) => m.text), ['five']);
  assert.equal(answer.rev, 8);
  const [first, second, last, ...none] = answer.changed;
  assert.deepEqual(none, []);
  shape(first, snakeMessage(room, people.alice, { text: is('ONE'), editedAt: 'iso', rev: is(7) }));
  shape(second, tombstone(room, { seq: is(2), rev: is(6) }));
  shape(
    last,
    snakeMessage(room, people.alice, {
      text: is('four'),
      reactions: is([{ emoji: '👍', count: 1, mine: false }]),
      rev: is(5),
    }),
  );
  assert.deepEqual(answer.changed, (await history(back, room)).filter((m) => [1, 2, 4].includes(m.seq)));
});

test('who comes back in kebab is told what changed in kebab', async () => {
  const { room, people, alice } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, 'one');
  await ask(alice, 'edit_message', { messageId, text: 'ONE' });
  const back = await connect(people.bob, { naming: 'kebab' });
  const answer = await ask(back, 'join-room', { room, since: 1, rev: 1 });
  shape(answer.changed, listOf(kebabMessage(room, people.alice, { content: is('ONE'), message: is('ONE'), editedAt: 'iso' })));
});

test('where nothing was changed, nothing is told', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  await say(alice, room, 'one');
  const { rev } = await ask(bob, 'get_history', { roomId: room });
  await say(alice, room, 'two');
  const answer = await ask(bob, 'join_room', { roomId: room, since: 1, rev });
  assert.deepEqual([answer.recovered, answer.changed], [true, []]);
});

test('what was missed and changed is told once, among the missed', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  await say(alice, room, 'one');
  const messageId = await say(alice, room, 'two');
  await ask(alice, 'edit_message', { messageId, text: 'TWO' });
  const answer = await ask(bob, 'join_room', { roomId: room, since: 1, rev: 1 });
  assert.deepEqual(answer.messages.map((m) => m.text), ['TWO']);
  assert.deepEqual(answer.changed, []);
});

test('without a rev, or without since, no changes are told', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  const messageId = await say(alice, room, 'one');
  await ask(alice, 'edit_message', { messageId, text: 'ONE' });
  for (const position of [{ since: 1 }, { rev: 1 }, {}]) {
    const answer = await ask(bob, 'join_room', { roomId: room, ...position });
    assert.ok(!('changed' in answer), JSON.stringify(answer));
  }
});

test('a rev that the room has not reached recovers nothing', async () => {
  const { room, alice, bob } = await gather({ alice: {}, bob: {} });
  await say(alice, room, 'one');
  const answer = await ask(bob, 'join_room', { roomId: room, since: 1, rev: 2 });
  assert.deepEqual([answer.recovered, answer.messages.length], [false, 1]);
  assert.ok(!('changed' in answer));
});

test('who takes up a lost connection hears what became of messages meanwhile, in order', async () => {
  const { room, away, writer } = await gather({ away: {}, writer: {} });
  const messageId = await say(writer, room, 'one');
  await next(away, 'new_message');
  await cut(away);
  await ask(writer, 'edit_message', { messageId, text: 'ONE' });
  await ask(writer, 'react', { messageId, emoji: '👍' });
  const second = await say(writer, room, 'two');
  await ask(writer, 'delete_message', { messageId: second });
  const back = happens(away, 'connect');
  away.connect();
  await back;
  assert.equal(away.recovered, true);
  await next(away, 'message_deleted');
  assert.deepEqual(eventsOf(away, room), [
    'new_message',
    'message_edited',
    'reaction',
    'new_message',
    'message_deleted',
  ]);
});

// --- all together ----------------------------------------------------------------------------------

test('events that tell a rev come in its order, and none is left out', async () => {
  const { room, alice, bob, ear, sync } = await gather({ alice: {}, bob: {}, ear: {} });
  const revs = [];
  let reactions = 0;
  for (const event of ['new_message', 'message_edited', 'message_deleted']) {
    ear.on(event, ({ rev }) => revs.push(rev));
  }
  ear.on('reaction', () => reactions++);
  await Promise.all([scribble(alice, room, 25), scribble(bob, room, 25)]);
  await sync(ear);
  const { rev } = await ask(ear, 'get_history', { roomId: room });
  assert.deepEqual(revs, [...new Set(revs)].sort((a, b) => a - b));
  assert.equal(revs.length + reactions, rev);
});

test('whoever joins while messages are changed ends with the same room as everybody else', async () => {
  const { room, people, alice, bob } = await gather({ alice: {}, bob: {} });
  for (let i = 0; i < 10; i++) await say(alice, room, `${i}`);
  const start = await ask(alice, 'get_history', { roomId: room });
  const joiners = await Promise.all(
    Array.from({ length: 6 }, async (_, i) => connect(i === 0 ? people.alice : await newUser())),
  );
  const work = Promise.all([scribble(alice, room, 30, start), scribble(bob, room, 30, start)]);
  const logs = [];
  for (const joiner of joiners) {
    const log = new Log(joiner, start);
    logs.push(log);
    const position = { since: start.lastSeq, epoch: start.epoch, rev: start.rev };
    await log.join({ roomId: room, ...position });
  }
  await work;
  for (const [i, joiner] of joiners.entries()) {
    const { messages, rev } = await ask(joiner, 'get_history', { roomId: room, limit: 100 });
    await roundTrip(joiner);
    assert.deepEqual(logs[i].messages(), strip(messages), `joiner ${i} at rev ${rev}`);
  }
});

/** Posts, edits, reacts and deletes at random, all of it acknowledged. */
async function scribble(socket, room, count, { messages = [] } = {}) {
  const mine = [];
  const all = messages.map((m) => m.id);
  const pick = (list) => list[Math.floor(Math.random() * list.length)];
  for (let i = 0; i < count; i++) {
    const dice = Math.random();
    let answer;
    if (mine.length === 0 || dice < 0.25) {
      const messageId = await say(socket, room, `text ${i}`);
      mine.push(messageId);
      all.push(messageId);
      answer = { ok: true };
    } else if (dice < 0.5) {
      answer = await ask(socket, 'edit_message', { messageId: pick(mine), text: `edited ${i}` });
    } else if (dice < 0.9) {
      const remove = Math.random() < 0.4;
      answer = await ask(socket, 'react', { messageId: pick(all), emoji: pick(['👍', '🎉']), remove });
    } else {
      const messageId = pick(mine);
      answer = await ask(socket, 'delete_message', { messageId });
      mine.splice(mine.indexOf(messageId), 1);
      all.splice(all.indexOf(messageId), 1);
    }
    assert.equal(answer.ok, true, JSON.stringify(answer));
  }
}

/** What a client makes of its page and of the events that follow: the room, message by message. */
class Log {
  #byId = new Map();
  #me;
  #socket;

  constructor(socket, { messages }) {
    this.#socket = socket;
    this.#me = JSON.parse(Buffer.from(socket.auth.token.split('.')[1], 'base64url')).sub;
    for (const message of messages) this.#byId.set(message.id, message);
    socket.on('new_message', (m) => this.#byId.set(m.id, m));
    socket.on('message_edited', (m) => this.#byId.set(m.id, m));
    socket.on('message_deleted', ({ id }) => {
      this.#byId.set(id, { ...this.#byId.get(id), deleted: true });
    });
    socket.on('reaction', (event) => this.#react(event));
  }

  /** What follows may be heard before a promise is kept: the answer is taken where it comes in. */
  join(payload) {
    return new Promise((resolve, reject) => {
      this.#socket.emit('join_room', payload, (answer) => {
        try {
          resolve(this.#take(answer));
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #take({ messages, changed, recovered, more }) {
    assert.deepEqual([recovered, more], [true, undefined]);
    for (const message of [...changed, ...messages]) this.#byId.set(message.id, message);
  }

  #react({ messageId, emoji, userId, count, removed }) {
    const message = this.#byId.get(messageId);
    const others = (message.reactions ?? []).filter((r) => r.emoji !== emoji);
    const former = (message.reactions ?? []).find((r) => r.emoji === emoji);
    const mine = userId === this.#me ? !removed : (former?.mine ?? false);
    const reactions = count > 0 ? [...others, { emoji, count, mine }] : others;
    this.#byId.set(messageId, { ...message, reactions });
  }

  messages() {
    return strip([...this.#byId.values()].sort((a, b) => a.seq - b.seq));
  }
}

/** What all must agree on, whichever way they came to know it. */
function strip(messages) {
  return messages.map(({ seq, text, deleted, reactions = [] }) =>
    deleted
      ? { seq, deleted }
      : { seq, text, reactions: [...reactions].sort((a, b) => (a.emoji < b.emoji ? -1 : 1)) },
  );
}

/** A room with its owner and one more in it. */
async function ownedRoom() {
  const people = { owner: await newUser('owner'), guest: await newUser('guest') };
  const owner = await connect(people.owner);
  const guest = await connect(people.guest);
  const roomId = unique('room');
  await ask(owner, 'create_room', { roomId, name: roomId, visibility: 'public' });
  await ask(owner, 'join_room', { roomId });
  await ask(guest, 'join_room', { roomId });
  forget(owner, guest);
  return { roomId, owner, guest, people };
}

/** Somebody of a group who has joined a room. */
async function member(roomId, group) {
  const socket = await connect(await newUser(group, { groups: [group] }));
  await ask(socket, 'join_room', { roomId });
  return socket;
}
