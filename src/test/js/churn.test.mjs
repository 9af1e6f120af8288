// Joining, leaving, dropping and coming back while others write: no gap and no repeat.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SERVER } from './client.mjs';
import { check } from './history-checker.mjs';
import { HistoryLoad } from './history-load.mjs';

const MESSAGES = 600;

test('whoever comes and goes while others write gets each message once and in order', async () => {
  const load = new HistoryLoad(SERVER, { rooms: 2, writers: 4, readers: 3, churners: 4, between: 5 });
  await load.start();
  while (load.acked.length < MESSAGES) await load.progress();
  const saw = await load.finish();
  assert.deepEqual(check(saw), []);
  // What was not delivered was not checked.
  const joins = saw.views.length;
  const delivered = saw.views.reduce((sum, view) => sum + view.events.length, 0);
  assert.ok(joins >= 14 && delivered >= (MESSAGES / 2) * 3, `${joins} views, ${delivered} deliveries`);
});
