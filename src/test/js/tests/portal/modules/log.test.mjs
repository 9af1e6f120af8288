// The part of a room's stream that the page holds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as log from '../../../../../main/portal/js/log.js';
import { message } from '../../../harness/portal-modules.mjs';

function logOf(...seqs) {
  const made = log.emptyLog();
  log.replace(made, { messages: seqs.map((seq) => message(seq)), epoch: 'e1', rev: seqs.at(-1) });
  return made;
}

const seqs = ({ messages }) => messages.map(({ seq }) => seq);

test('a page replaces what was there, in the order of seq', () => {
  const made = logOf(1, 2);
  log.replace(made, { messages: [message(7), message(5), message(6)], epoch: 'e2', rev: 9 });
  assert.deepEqual(seqs(made), [5, 6, 7]);
  assert.deepEqual([made.head, made.rev, made.epoch], [7, 9, 'e2']);
  assert.ok(made.loaded && made.hasOlder);
});

test('an empty page continues at the end of the stream', () => {
  const made = log.emptyLog();
  log.replace(made, { messages: [], lastSeq: 4 });
  assert.deepEqual([made.head, made.rev, made.epoch, made.hasOlder], [4, 0, null, false]);
});

test('a message is inserted once, where it belongs', () => {
  const made = logOf(1, 2);
  assert.equal(log.insert(made, message(4)), true);
  assert.equal(log.insert(made, message(4)), false);
  assert.equal(made.head, 2);
  assert.ok(log.isBehind(made));
  assert.equal(log.insert(made, message(3)), true);
  assert.deepEqual(seqs(made), [1, 2, 3, 4]);
  assert.equal(made.head, 4);
  assert.ok(!log.isBehind(made));
});

test('a hole that cannot be filled is skipped', () => {
  const made = logOf(1);
  for (const seq of [5, 6]) log.insert(made, message(seq));
  log.skipHole(made);
  assert.equal(made.head, 6);
});

test('a newer state of a message wins, an older one does not', () => {
  const made = logOf(1);
  log.change(made, message(1, { rev: 5, text: 'edited' }));
  log.change(made, message(1, { rev: 3, text: 'older' }));
  assert.equal(made.messages[0].text, 'edited');
});

test('a change of a message that is not here is ignored', () => {
  const made = logOf(1);
  log.change(made, message(9));
  assert.deepEqual(seqs(made), [1]);
});

test('a deleted message keeps its place and loses its text', () => {
  const made = logOf(1, 2);
  log.erase(made, { id: 'm1', seq: 1, rev: 8 });
  assert.equal(made.messages[0].deleted, true);
  assert.equal(made.messages[0].text, undefined);
  assert.deepEqual(seqs(made), [1, 2]);
});

test('reactions are counted, marked as mine, and taken back', () => {
  const made = logOf(1);
  const react = (more, isMine) => log.react(made, { messageId: 'm1', emoji: '👍', ...more }, isMine);
  react({ count: 1 }, true);
  assert.deepEqual(made.messages[0].reactions, [{ emoji: '👍', count: 1, mine: true }]);
  react({ count: 2 }, false);
  assert.deepEqual(made.messages[0].reactions, [{ emoji: '👍', count: 2, mine: true }]);
  react({ count: 1, removed: true }, true);
  assert.deepEqual(made.messages[0].reactions, [{ emoji: '👍', count: 1, mine: false }]);
  react({ count: 0, removed: true }, false);
  assert.deepEqual(made.messages[0].reactions, []);
});

test('a deleted or unknown message takes no reaction', () => {
  const made = logOf(1);
  log.erase(made, { id: 'm1', seq: 1, rev: 8 });
  log.react(made, { messageId: 'm1', emoji: '👍', count: 1 }, true);
  log.react(made, { messageId: 'm9', emoji: '👍', count: 1 }, true);
  assert.equal(made.messages[0].reactions, undefined);
});

test('old messages are trimmed, and can be loaded again', () => {
  const made = logOf(1, 2, 3);
  log.trim(made, 5);
  assert.equal(made.hasOlder, false);
  log.trim(made, 2);
  assert.deepEqual(seqs(made), [2, 3]);
  assert.equal(made.hasOlder, true);
  assert.equal(made.head, 3);
});

test('what was heard of never goes back', () => {
  const made = logOf(1);
  log.advanceTo(made, 5);
  log.advanceTo(made, 3);
  log.advanceTo(made, undefined);
  assert.equal(made.rev, 5);
});
