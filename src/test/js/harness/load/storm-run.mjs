// Thousands of lightweight clients that another process controls, as in history-run.mjs. All start on the first server,
// and move to the next one when they lose it. The checker verifies what each received of its room.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { unique } from '../client.mjs';
import { ghostsAt } from './history-load.mjs';
import { StormClient } from './storm-client.mjs';
import { tokenOf } from '../tokens.mjs';

const CLIENTS = Number(process.env.PARLEY_CLIENTS);
const PER_ROOM = 100;
const AT_ONCE = 100;
const BETWEEN = 1_000;
const END_PATIENCE = 30_000;
const servers = process.env.PARLEY_URLS.split(',');

const counts = new Map();
const count = (what) => counts.set(what, (counts.get(what) ?? 0) + 1);
const rooms = Array.from({ length: Math.ceil(CLIENTS / PER_ROOM) }, () => unique('storm'));
const clients = Array.from({ length: CLIENTS }, (_, i) => {
  const user = unique('storm');
  return new StormClient(servers, rooms[i % rooms.length], { token: tokenOf({ sub: user, username: user }) }, count);
});
const sent = new Set();
const acked = [];
let running = true;

async function write(client) {
  while (running) {
    const clientMessageId = unique('storm');
    sent.add(clientMessageId);
    const { messageId, seq } = await client.post(`${clientMessageId} says hello`, clientMessageId);
    acked.push({ room: client.room, id: messageId, seq });
    await pause(BETWEEN);
  }
}

const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const live = () => clients.filter((client) => client.isLive).length;
const onServer = (i) => clients.filter((client) => client.isLive && client.turn === i).length;
const places = () => Object.fromEntries(servers.map((_, i) => [`on-${i}`, onServer(i)]));
const now = () => ({ ...Object.fromEntries(counts), sent: sent.size, acked: acked.length, live: live() });

function check(stored) {
  const violations = [];
  for (const [room, ids] of stored) {
    if (new Set(ids).size < ids.length) violations.push(`${room}: a message is stored twice`);
  }
  for (const { room, id, seq } of acked) {
    if (stored.get(room)[seq - 1] !== id) violations.push(`${room}: ${id} was acknowledged as ${seq} and is lost`);
  }
  if (acked.length < sent.size) violations.push(`${sent.size - acked.length} messages have no outcome`);
  const total = [...stored.values()].reduce((sum, ids) => sum + ids.length, 0);
  if (total !== sent.size) violations.push(`${sent.size} messages were sent, ${total} are stored`);
  clients.forEach((client, i) => {
    const wrong = [...client.violations];
    const ids = stored.get(client.room);
    if (client.last !== ids.length) wrong.push(`ends at ${client.last} of ${ids.length}`);
    const other = client.ids.findIndex((id, n) => id !== ids[client.from + n]);
    if (other >= 0) wrong.push(`got ${client.ids[other]} as ${client.from + other + 1}`);
    violations.push(...wrong.map((what) => `${client.room}: client ${i} ${what}`));
  });
  return violations;
}

for (let i = 0; i < clients.length; i += AT_ONCE) {
  await Promise.all(clients.slice(i, i + AT_ONCE).map((client) => client.start()));
}
const writers = clients.slice(0, rooms.length);
const work = writers.map(write);
const progress = setInterval(() => tell({ ...now(), ...places() }), 100);
await once(createInterface({ input: process.stdin }), 'line');
running = false;
await Promise.all(work);
const stored = new Map(await Promise.all(writers.map(async (writer) => [writer.room, await writer.history()])));
for (const end = Date.now() + END_PATIENCE; Date.now() < end; await pause(100)) {
  if (clients.every((client) => client.last === stored.get(client.room).length)) break;
}
clearInterval(progress);
const violations = check(stored);
const delivered = clients.reduce((sum, client) => sum + client.ids.length, 0);
const came = now();
// One room after the other: if many clients close while the server writes to them (for example that others have left),
// Open Liberty (26.0.0.3) holds a thread for each until the write is done, and needs another to notice that.
for (const room of rooms) {
  await Promise.all(clients.filter((client) => client.room === room).map((client) => client.close()));
}
const token = tokenOf({ sub: unique('ghostbuster'), username: 'ghostbuster' });
const ghosts = (await Promise.all(servers.map((server) => ghostsAt(server, token)))).flat();
violations.push(...ghosts.map((who) => `${who} is online though gone`));
const { sent: all, acked: told, joins, rejoins, live: present, ...refusals } = came;
tell({ violations, sent: all, acked: told, joins, rejoins, live: present, delivered, refusals });
process.exit(0);
