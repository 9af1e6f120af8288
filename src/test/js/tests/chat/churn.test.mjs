// Joining, leaving, dropping and coming back while others write and change what they wrote: no gap and
// no repeat.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERVER } from '../../harness/client.mjs';
import { check, trails } from '../../harness/load/history-checker.mjs';
import { HistoryLoad, amounts } from '../../harness/load/history-load.mjs';

const MESSAGES = 600;

/** What was not delivered was not checked; about a fifth of what there usually is. */
const LEAST = { rejoins: 60, delivered: 900, changesHeard: 300, changesFound: 20 };

test('whoever comes and goes while others write gets each message and each change once and in order', async () => {
  const load = new HistoryLoad(SERVER, {
    rooms: 2,
    writers: 4,
    readers: 3,
    churners: 4,
    between: 5,
  });
  await load.start();
  while (load.acked.length < MESSAGES) await load.progress();
  const saw = await load.finish();
  const violations = check(saw);
  trails(saw, violations).forEach((trail) => console.error(trail));
  assert.deepEqual(violations, []);
  const amount = amounts(saw);
  for (const [what, least] of Object.entries(LEAST)) {
    assert.ok(amount[what] >= least, `hardly any ${what}: ${JSON.stringify(amount)}`);
  }
});
