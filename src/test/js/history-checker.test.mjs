// The checker of histories finds what it is there to find: each test plants one fault.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from './history-checker.mjs';

const message = (seq) => ({ seq, id: `id-${seq}`, text: `text-${seq}` });
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => message(from + i));

/** Five messages, two readers, nothing wrong. */
function run() {
  return {
    sent: new Map([1, 2, 3, 4, 5].map((n) => [`c-${n}`, { room: 'r', text: `text-${n}` }])),
    acked: [1, 2, 3, 4, 5].map((n) => ({ clientMessageId: `c-${n}`, room: 'r', id: `id-${n}`, seq: n })),
    views: [
      { reader: 'stays', room: 'r', from: 0, whole: true, events: range(1, 5) },
      { reader: 'left', room: 'r', from: 2, whole: false, events: range(3, 4) },
    ],
    stored: new Map([['r', range(1, 5)]]),
  };
}

function found(plant) {
  const all = run();
  plant(all);
  return check(all);
}

test('a run in which all is well has no violations', () => {
  assert.deepEqual(check(run()), []);
});

test('a message that was never acknowledged may be stored or not', () => {
  assert.deepEqual(
    found((all) => {
      all.acked.pop();
      all.sent.set('c-6', { room: 'r', text: 'text-6' });
    }),
    [],
  );
});

const PLANTED = [
  ['an acknowledged message that is lost', (all) => all.stored.get('r').pop(), /acknowledged as 5 .* lost/],
  ['an acknowledged message that is another', (all) => (all.acked[2].id = 'id-4'), /acknowledged as 3/],
  ['an acknowledgement of two places', (all) => all.acked.push({ ...all.acked[0], id: 'id-2', seq: 2 }), /as 1 and as 2/],
  ['a hole in the history', (all) => all.stored.get('r').splice(2, 1), /place 3 of the history is 4/],
  ['a message that is stored twice', (all) => (all.stored.get('r')[4].text = 'text-4'), /"text-4" is stored twice/],
  ['a message that nobody sent', (all) => all.sent.delete('c-3'), /3 was never sent/],
  ['a delivery that is lost', (all) => all.views[0].events.splice(2, 1), /got 4 after 2, too early/],
  ['a delivery that is repeated', (all) => all.views[0].events.splice(2, 0, message(2)), /got 2 after 2, again/],
  ['two deliveries that are swapped', (all) => all.views[0].events.splice(1, 2, message(3), message(2)), /got 2 after 3/],
  ['a delivery of something else', (all) => (all.views[1].events[0].id = 'id-9'), /got id-9 as 3/],
  ['a delivery with another text', (all) => (all.views[1].events[0].text = 'x'), /got id-3 as 3/],
  ['an end that is lost', (all) => all.views[0].events.pop(), /ends at 4, the history at 5/],
  ['a gap between a join and the first event', (all) => all.views[1].events.shift(), /got 4 after 2/],
];

for (const [name, plant, violation] of PLANTED) {
  test(`${name} is found`, () => {
    const violations = found(plant);
    assert.ok(
      violations.some((v) => violation.test(v)),
      JSON.stringify(violations),
    );
  });
}
