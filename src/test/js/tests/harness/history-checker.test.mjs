// The checker of histories finds what it is there to find: each test plants one fault.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../../harness/load/history-checker.mjs';

const message = (seq, rev, more = {}) => ({
  seq,
  rev,
  id: `id-${seq}`,
  text: `text-${seq}`,
  deleted: false,
  reactions: {},
  ...more,
});
const posted = (seq, rev) => ({ event: 'new_message', rev, message: message(seq, rev) });
const edited = (seq, rev, text) => ({ event: 'message_edited', rev, message: message(seq, rev, { text }) });
const deleted = (seq, rev) => ({ event: 'message_deleted', rev, message: { id: `id-${seq}`, seq } });
const reaction = (seq, count) => ({ event: 'reaction', id: `id-${seq}`, emoji: '+', count });
const answer = (rev, lastSeq, messages, changed = []) => ({ event: 'answer', rev, lastSeq, messages, changed });
const tombstone = (seq, rev) => message(seq, rev, { text: undefined, deleted: true });

/** The events of the room, by their places from 1. */
const events = () => [
  posted(1, 1),
  posted(2, 2),
  edited(1, 3, 'once'),
  posted(3, 4),
  reaction(2, 1),
  reaction(2, 2),
  deleted(3, 7),
  posted(4, 8),
  reaction(2, 1),
  posted(5, 10),
  edited(1, 11, 'twice'),
  reaction(4, 1),
];

const change = (seq, kind, more) => ({ room: 'r', id: `id-${seq}`, kind, ...more });
const react = (seq, user, remove = false) => change(seq, 'react', { user, emoji: '+', remove });

/** Five messages and what became of them, three readers, nothing wrong. */
function run() {
  return {
    sent: new Map([1, 2, 3, 4, 5].map((n) => [`c-${n}`, { room: 'r', text: `text-${n}` }])),
    acked: [1, 2, 3, 4, 5].map((n) => ({ clientMessageId: `c-${n}`, room: 'r', id: `id-${n}`, seq: n })),
    changes: [
      change(1, 'edit', { text: 'once', rev: 3 }),
      react(2, 'ann'),
      react(2, 'ben'),
      change(3, 'delete', { rev: 7 }),
      react(2, 'ann', true),
      change(1, 'edit', { text: 'twice', rev: 11 }),
      react(4, 'ann'),
    ],
    views: [
      { reader: 'stays', room: 'r', from: 0, whole: true, heard: [answer(0, 0, []), ...events()] },
      {
        reader: 'returns',
        room: 'r',
        from: 0,
        whole: true,
        heard: [
          answer(2, 2, [message(1, 1), message(2, 2)]),
          ...events().slice(2, 4),
          answer(8, 4, [message(4, 8)], [message(2, 6, { reactions: { '+': 2 } }), tombstone(3, 7)]),
          ...events().slice(8),
        ],
      },
      {
        reader: 'late',
        room: 'r',
        from: 1,
        whole: false,
        heard: [answer(4, 3, [message(2, 2), message(3, 4)]), ...events().slice(4, 8)],
      },
    ],
    stored: new Map([
      [
        'r',
        {
          rev: 12,
          messages: [
            message(1, 11, { text: 'twice' }),
            message(2, 9, { reactions: { '+': 1 } }),
            tombstone(3, 7),
            message(4, 12, { reactions: { '+': 1 } }),
            message(5, 10),
          ],
        },
      ],
    ]),
  };
}

function found(plant) {
  const all = run();
  plant({
    ...all,
    history: all.stored.get('r'),
    heard: Object.fromEntries(all.views.map(({ reader, heard }) => [reader, heard])),
  });
  return check(all);
}

test('a run in which all is well has no violations', () => {
  assert.deepEqual(check(run()), []);
});

test('a message that was never acknowledged may be stored or not', () => {
  assert.deepEqual(
    found(({ acked, sent }) => {
      acked.pop();
      sent.set('c-6', { room: 'r', text: 'text-6' });
    }),
    [],
  );
});

test('a message that is read later than its events are heard may be ahead of them', () => {
  assert.deepEqual(
    found(({ heard }) => (heard.late[0].messages[1] = tombstone(3, 7))),
    [],
  );
});

test('an event that is read back may tell its message as it became later', () => {
  assert.deepEqual(
    found(({ heard }) => (heard.stays[3].message.text = 'twice')),
    [],
  );
});

const PLANTED = [
  [
    'an acknowledged message that is lost',
    ({ history }) => history.messages.pop(),
    /acknowledged as 5 .* lost/,
  ],
  ['an acknowledged message that is another', ({ acked }) => (acked[2].id = 'id-4'), /acknowledged as 3/],
  [
    'an acknowledgement of two places',
    ({ acked }) => acked.push({ ...acked[0], id: 'id-2', seq: 2 }),
    /as 1 and as 2/,
  ],
  ['a hole in the history', ({ history }) => history.messages.splice(2, 1), /place 3 of the history is 4/],
  [
    'a message that is stored twice',
    ({ acked, history }) => {
      acked.pop();
      history.messages[4].text = 'text-4';
    },
    /"text-4" is stored twice/,
  ],
  [
    'an edited message that is stored twice',
    ({ acked, history }) => {
      acked.pop();
      history.messages[4].text = 'text-1';
    },
    /"text-1" is stored twice/,
  ],
  [
    'a message that nobody sent',
    ({ acked, sent }) => {
      acked.pop();
      sent.delete('c-5');
    },
    /5 was never sent/,
  ],
  ['a delivery that is lost', ({ heard }) => heard.stays.splice(4, 1), /stays got 4 after 2, too early/],
  [
    'a delivery that is repeated',
    ({ heard }) => heard.stays.splice(3, 0, posted(2, 2)),
    /stays got 2 after 2, again/,
  ],
  [
    'two deliveries that are swapped',
    ({ heard }) => heard.stays.splice(1, 2, posted(2, 2), posted(1, 1)),
    /stays got 1 after 2/,
  ],
  ['a delivery of something else', ({ heard }) => (heard.late[4].message.id = 'id-9'), /late got id-9 as 4/],
  ['a delivery with another text', ({ heard }) => (heard.late[4].message.text = 'x'), /late got id-4 as 4/],
  ['an end that is lost', ({ heard }) => heard.stays.splice(10), /ends at 4, the history at 5/],
  [
    'a gap between a join and the first event',
    ({ heard }) => heard.stays.splice(1, 1),
    /stays got 2 after 0, too early/,
  ],
  [
    'an answer that leaves out what it counts',
    ({ heard }) => (heard.returns[3].messages = []),
    /answered up to 3, and told of 4/,
  ],

  [
    'an acknowledged edit that is lost',
    ({ history }) => (history.messages[0].text = 'once'),
    /1 is stored as "once"/,
  ],
  [
    'an acknowledged deletion that is lost',
    ({ history }) => (history.messages[2] = message(3, 7)),
    /3 is stored as "text-3"/,
  ],
  [
    'an acknowledged reaction that is lost',
    ({ history }) => (history.messages[3].reactions = {}),
    /4 is stored as "text-4", and/,
  ],
  [
    'a reaction that is counted twice',
    ({ history }) => (history.messages[1].reactions['+'] = 2),
    /2 is stored as .*, 2 x \+/,
  ],
  [
    'a reaction that was taken back and is there',
    ({ changes }) => changes.push(react(4, 'ann', true)),
    /4 is stored as .*, 1 x \+/,
  ],
  ['a text that nobody gave', ({ history }) => (history.messages[4].text = 'x'), /5 is stored as "x"/],
  [
    'a deletion that nobody asked for',
    ({ history }) => (history.messages[4] = tombstone(5, 10)),
    /5 is stored as deleted/,
  ],
  [
    'a place that two messages have',
    ({ history }) => (history.messages[1].rev = 10),
    /rev 10 is of id-2 and of id-5/,
  ],
  [
    'an acknowledged place that another message has',
    ({ changes }) => (changes[0].rev = 4),
    /rev 4 is of id-1 and of id-3/,
  ],
  [
    'an edit that is not heard',
    ({ heard }) => heard.stays.splice(3, 1),
    /stays got rev 4 after 2, too early/,
  ],
  [
    'a deletion that is not heard',
    ({ heard }) => heard.stays.splice(7, 1),
    /stays got rev 8 after 6, too early/,
  ],
  [
    'a reaction that is not heard',
    ({ heard }) => heard.stays.splice(5, 1),
    /stays got rev 7 after 5, too early/,
  ],
  [
    'a reaction that is heard twice',
    ({ heard }) => heard.stays.splice(5, 0, reaction(2, 1)),
    /stays got rev 7 after 7, again/,
  ],
  [
    'an edit that is heard twice',
    ({ heard }) => heard.stays.splice(4, 0, edited(1, 3, 'once')),
    /stays got rev 3 after 3, again/,
  ],
  [
    'an edit that is heard too late',
    ({ heard }) => heard.stays.splice(3, 2, posted(3, 4), edited(1, 3, 'once')),
    /stays got rev 3 after 4/,
  ],
  ['a last reaction that is lost', ({ heard }) => heard.stays.pop(), /stays ends at rev 11, the room at 12/],
  [
    'a change between a join and the first event that is lost',
    ({ heard }) => heard.returns.splice(4, 1),
    /returns got rev 10 after 8/,
  ],
  [
    'a change that is heard again after a join',
    ({ heard }) => heard.returns.splice(4, 0, deleted(3, 7)),
    /returns got rev 7 after 8/,
  ],
  [
    'an answer that goes back',
    ({ heard }) => heard.late.push(answer(7, 4, [])),
    /late was told of rev 7 after 8/,
  ],
  [
    'a change that the answer to a join leaves out',
    ({ heard }) => heard.returns[3].changed.pop(),
    /returns was not told what became of 3 at rev 7/,
  ],
  [
    'a change that is left out, and made good by a later one',
    ({ heard }) => heard.returns[3].changed.shift(),
    /returns was not told what became of 2 at rev 6/,
  ],
  [
    'a change that is left out of the page of a first join',
    ({ heard }) => {
      heard.late.splice(0, 4, answer(7, 3, [message(2, 2), tombstone(3, 7)]));
    },
    /late was not told what became of 2 at rev 6/,
  ],
  [
    'a missed message in a former state',
    ({ heard }) => (heard.returns[3].changed[0].rev = 5),
    /returns was not told what became of 2 at rev 6/,
  ],
  [
    'a message that goes back to a former state',
    ({ heard }) => heard.stays.push(answer(12, 5, [], [message(1, 3, { text: 'once' })])),
    /stays was told of 1 at rev 3 after 11/,
  ],
  [
    'an edit to a text that nobody gave',
    ({ heard }) => (heard.stays[3].message.text = 'x'),
    /stays got id-1 as 1, "x"/,
  ],
  [
    'a deletion of what nobody deleted',
    ({ heard }) => (heard.stays[7].message = { id: 'id-2', seq: 2 }),
    /stays got id-2 as 2, deleted/,
  ],
  [
    'an edit that ends in a former text',
    ({ heard }) => (heard.stays[11].message.text = 'once'),
    /stays has 1 as "once", where "twice" is stored/,
  ],
  [
    'a reaction with another count',
    ({ heard }) => (heard.stays[12].count = 2),
    /stays has 4 as .*, 2 x \+, where/,
  ],
  [
    'a reaction to another message',
    ({ heard }) => (heard.stays[12].id = 'id-5'),
    /rev 12 is of id-4 and of id-5/,
  ],
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
