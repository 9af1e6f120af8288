// Measures the cost of a cluster: bytes between the nodes and CPU time of each, per connection, join, message and
// `typing`, and when idle. docs/cluster.md explains how to run it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { io } from 'socket.io-client';

const [folder, ...servers] = process.argv.slice(2);
const CLUSTER_PORTS = [7800, 7999];
const QUIET_SECONDS = 10;
const USERS = 300;
const GROUPS = 30; // of users in the same rooms
const ROOMS = 20; // of each group
const MESSAGES = 6_000;
const TYPINGS = 6_000;
const AT_ONCE = 20;
const PASSES = 4;
const GRACE = 7_000; // Longer than parley.presence.grace.
const TEXT = 'x'.repeat(100);
const TICK = 100; // jiffies per second, in /proc

const pids = servers.map((_, i) => Number(readFileSync(`${folder}/node-${i + 1}.pid`, 'utf8')));

/** Total bytes sent over the open connections between nodes; each byte is counted at its sender. */
function clusterBytes() {
  const lines = execFileSync('ss', ['-tniOH', 'state', 'established'], { encoding: 'utf8' });
  let sum = 0;
  for (const line of lines.split('\n')) {
    const ports = [...line.matchAll(/:(\d+)\s/g)].slice(0, 2).map(([, port]) => Number(port));
    if (ports.some((port) => port >= CLUSTER_PORTS[0] && port <= CLUSTER_PORTS[1])) {
      sum += Number(line.match(/bytes_sent:(\d+)/)?.[1] ?? 0);
    }
  }
  return sum;
}

/** CPU time of each node in microseconds. */
function cpu() {
  return pids.map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1e6) / TICK;
  });
}

const look = () => ({ at: Date.now(), bytes: clusterBytes(), cpu: cpu() });
let idle;
let rows;

/** Returns the cost of one operation out of `count`, minus the cost of the same time when idle. */
async function measured(what, count, work) {
  const before = look();
  await work();
  // Wait for traffic that is still on its way to other nodes.
  await pause(500);
  const after = look();
  const seconds = (after.at - before.at) / 1_000;
  const bytes = (after.bytes - before.bytes - idle.bytes * seconds) / count;
  const times = after.cpu.map((time, i) => (time - before.cpu[i] - idle.cpu[i] * seconds) / count);
  rows.push(`| ${what} | ${Math.round(bytes)} | ${times.map((time) => Math.round(time)).join(', ')} |`);
}

async function token(sub) {
  const response = await fetch(`${servers[0]}/dev/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ sub, username: sub }),
  });
  return (await response.json()).token;
}

function connect(server, auth) {
  const socket = io(`${server}/chat`, { transports: ['websocket'], forceNew: true, auth: { token: auth } });
  return new Promise((resolve, reject) => {
    socket.once('connected', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}

/** Fails unless the acknowledgement is a success. */
async function ask(socket, event, payload) {
  const answer = await socket.timeout(20_000).emitWithAck(event, payload);
  if (answer.status === 'error') throw new Error(`${event}: ${JSON.stringify(answer)}`);
}

/** Runs a limited number at a time. */
async function all(items, work) {
  for (let i = 0; i < items.length; i += AT_ONCE) {
    await Promise.all(items.slice(i, i + AT_ONCE).map((item, j) => work(item, i + j)));
  }
}

const range = (n) => Array.from({ length: n }, (_, i) => i);

/** Runs one pass, with its own users and rooms. */
async function pass() {
  const run = Math.random().toString(36).slice(2, 8);
  const room = (i, k = 0) => `scale-${run}-${i % GROUPS}-${k}`;
  const tokens = await Promise.all(range(USERS).map((i) => token(`scale-${run}-${i}`)));
  const sockets = [];

  const before = look();
  await pause(QUIET_SECONDS * 1_000);
  const after = look();
  idle = {
    bytes: (after.bytes - before.bytes) / QUIET_SECONDS,
    cpu: after.cpu.map((time, i) => (time - before.cpu[i]) / QUIET_SECONDS),
  };
  rows = [`| a second in which nothing happens | ${Math.round(idle.bytes)} | ${idle.cpu.map(Math.round).join(', ')} |`];

  await measured('a connection', USERS, () =>
    all(tokens, async (one, i) => sockets.push(await connect(servers[i % servers.length], one))),
  );
  await measured('a join', USERS * ROOMS, () =>
    all(range(USERS * ROOMS), (i) => ask(sockets[i % USERS], 'join_room', { roomId: room(i % USERS, Math.floor(i / USERS)) })),
  );
  await measured(`a message to ${USERS / GROUPS}`, MESSAGES, () =>
    all(range(MESSAGES), (i) => ask(sockets[i % USERS], 'send_message', { roomId: room(i % USERS), text: TEXT })),
  );
  await measured(`a typing, told to ${USERS / GROUPS}`, TYPINGS, () =>
    all(range(TYPINGS), async (i) => {
      sockets[i % USERS].emit('typing', { roomId: room(i % USERS), isTyping: true });
      // In turn, so that no more are in flight than of the other operations.
      if (i % AT_ONCE === 0) await ask(sockets[i % USERS], 'ping', {});
    }),
  );
  await measured(`a disconnection, out of ${ROOMS} rooms`, USERS, async () => {
    sockets.forEach((socket) => socket.disconnect());
    await pause(GRACE);
  });
}

// Only the last pass counts: the earlier ones warm up the JIT compiler.
for (let i = 0; i < PASSES; i++) await pass();
console.log(`${servers.length} nodes, ${USERS} users, on every node in turn\n`);
console.log('| | bytes between the nodes | processor time of each node, µs |\n|---|---|---|');
console.log(rows.join('\n'));
process.exit(0);
