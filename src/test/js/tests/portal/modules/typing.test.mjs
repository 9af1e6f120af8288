// Telling the others that somebody types.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createTyping } from '../../../../../main/portal/js/typing.js';
import { FakeConnection } from '../../../harness/portal-modules.mjs';

let connection;
let typing;
const room = { roomId: 'r1', joined: true };
const told = () => connection.hints.map(([, { roomId, isTyping }]) => `${roomId} ${isTyping}`);

beforeEach((t) => {
  connection = new FakeConnection();
  typing = createTyping({ connection });
});

test('typing is told at once and again after three seconds, and its end after a pause', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  typing.changed(room, 'a');
  t.mock.timers.tick(1_000);
  typing.changed(room, 'ab');
  assert.deepEqual(told(), ['r1 true']);
  t.mock.timers.tick(2_001);
  typing.changed(room, 'abc');
  assert.deepEqual(told(), ['r1 true', 'r1 true']);
  t.mock.timers.tick(4_000);
  assert.deepEqual(told(), ['r1 true', 'r1 true', 'r1 false']);
  typing.stop();
  assert.equal(told().length, 3);
});

test('an emptied text and another room end the typing', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  typing.changed(room, 'a');
  typing.changed({ roomId: 'r2', joined: true }, 'b');
  typing.changed({ roomId: 'r2', joined: true }, '');
  assert.deepEqual(told(), ['r1 true', 'r1 false', 'r2 true', 'r2 false']);
});

test('in a room that is not joined nothing is told', () => {
  typing.changed({ roomId: 'r1', joined: false }, 'a');
  assert.deepEqual(told(), []);
});
