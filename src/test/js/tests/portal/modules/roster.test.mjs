// Lists of people that events keep up to date, also while they are being read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Roster } from '../../../../../main/portal/js/roster.js';

const ada = { userId: 'ada', username: 'Ada' };
const bob = { userId: 'bob', username: 'Bob' };
const names = (roster) => Object.fromEntries(roster.names);

test('people come and go', () => {
  const roster = new Roster();
  roster.come(ada);
  roster.come(bob);
  roster.go(ada);
  assert.deepEqual(names(roster), { bob: 'Bob' });
});

test('all pages are read', async () => {
  const roster = new Roster();
  const pages = { null: { people: [ada], next: 'p2' }, p2: { people: [bob] } };
  await roster.read(async (cursor) => pages[cursor], 5);
  assert.deepEqual(names(roster), { ada: 'Ada', bob: 'Bob' });
  assert.ok(roster.isWhole);
});

test('a list that is too long is read in part', async () => {
  const roster = new Roster();
  await roster.read(async () => ({ people: [ada], next: 'more' }), 3);
  assert.ok(!roster.isWhole);
});

test('events during a read are applied to its result', async () => {
  const roster = new Roster();
  let answer;
  const read = roster.read(() => new Promise((resolve) => (answer = resolve)), 5);
  roster.go(ada);
  roster.come(bob);
  answer({ people: [ada] });
  await read;
  assert.deepEqual(names(roster), { bob: 'Bob' });
});

test('the latest of several reads wins', async () => {
  const roster = new Roster();
  const answers = [];
  const page = () => new Promise((resolve) => answers.push(resolve));
  const reads = [roster.read(page, 5), roster.read(page, 5)];
  answers[1]({ people: [bob] });
  answers[0]({ people: [ada] });
  await Promise.all(reads);
  assert.deepEqual(names(roster), { bob: 'Bob' });
});

test('a failed read keeps the list', async () => {
  const roster = new Roster();
  roster.come(ada);
  await assert.rejects(roster.read(() => Promise.reject(new Error('gone')), 5), /gone/);
  assert.deepEqual(names(roster), { ada: 'Ada' });
});
