// A load that another process controls: it writes its progress as lines of JSON, stops at the first line that it reads,
// and then writes the checker's result.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { SERVER } from '../client.mjs';
import { check, trails } from './history-checker.mjs';
import { HistoryLoad, amounts } from './history-load.mjs';
import { tokenOf } from '../tokens.mjs';

const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const load = new HistoryLoad((process.env.PARLEY_URLS ?? SERVER).split(','), { tokenOf });
await load.start();
let told = '';
const progress = setInterval(() => {
  const refusals = Object.fromEntries(load.refusals);
  const now = JSON.stringify({ acked: load.acked.length, refusals });
  if (now !== told) process.stdout.write(`${(told = now)}\n`);
}, 50);
await once(createInterface({ input: process.stdin }), 'line');
const saw = await load.finish();
clearInterval(progress);
const ghosts = await load.ghosts();
const violations = [...check(saw), ...ghosts.map((who) => `${who} is online though gone`)];
// Together with the report: its reader then kills this process, and with it any output that is still pending.
const notes = trails(saw, violations);
for (const room of load.rooms) {
  if (violations.some((text) => text.startsWith(`${room}: `))) {
    const changes = saw.changes.filter((change) => change.room === room);
    notes.push(`${room}: acknowledged changes: ${changes.map((change) => JSON.stringify(change)).join('; ')}`);
  }
}
tell({
  violations,
  notes,
  sent: saw.sent.size,
  acked: saw.acked.length,
  changed: saw.changes.length,
  ...amounts(saw),
  refusals: Object.fromEntries(load.refusals),
});
process.exit(0);
