// Texts that the page makes: messages without blank edges, names, dates, problems.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '../../../../../main/portal/js/ids.js';
import { explain } from '../../../../../main/portal/js/problems.js';
import { clean } from '../../../../../main/portal/js/text.js';
import * as format from '../../../../../main/portal/js/view/format.js';

test('blank lines around a message are removed, indentation and inner lines stay', () => {
  assert.equal(clean('\n  \n  one\n\ntwo  \n\n'), '  one\n\ntwo');
  assert.equal(clean(' \n '), '');
});

test('ids are long, and differ', () => {
  assert.match(newId(), /^[0-9a-f]{32}$/);
  assert.notEqual(newId(), newId());
});

test('initials are whole characters of up to two words', () => {
  const cases = { 'Ada Lovelace': 'AL', 'ann-b_c': 'AB', 'Élodie': 'É', '𝒜da': '𝒜', '…': '?', '': '?' };
  for (const [name, wanted] of Object.entries(cases)) assert.equal(format.initials(name), wanted);
});

test('a user has the same colour everywhere', () => {
  assert.equal(format.hue('ada'), format.hue('ada'));
  assert.match(format.hue('ada'), /^hue-[0-7]$/);
});

test('large counts are cut', () => {
  assert.deepEqual([format.count(99), format.count(100), format.count(12, 9)], ['99', '99+', '9+']);
});

test('days are named from today', () => {
  const ago = (days) => {
    const date = new Date();
    date.setDate(date.getDate() - days);
    return date.toISOString();
  };
  assert.equal(format.dayName(ago(0)), 'Today');
  assert.equal(format.dayName(ago(1)), 'Yesterday');
  assert.match(format.dayName('2001-02-03T12:00:00Z'), /2001/);
  assert.equal(format.dayOf('2001-02-03T12:00:00Z'), format.dayOf('2001-02-03T12:00:01Z'));
});

test('a problem is explained with its code, its details and when to try again', () => {
  assert.equal(
    explain({ code: 'RATE_LIMITED', retryAfter: 1_001 }),
    'You are sending too much at once. Try again in 2 s. (RATE_LIMITED)',
  );
  assert.equal(
    explain({
      code: 'VALIDATION',
      message: 'Invalid payload',
      violations: [{ field: 'name', message: 'is blank' }, { message: 'Too long!' }],
    }),
    'Invalid payload. name: is blank. Too long! (VALIDATION)',
  );
  assert.equal(explain({}), 'Something went wrong.');
});
