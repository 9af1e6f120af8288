// Measures how long other users see a user as online whose node was killed or hangs, and prints it in milliseconds,
// including parley.presence.grace. docs/cluster.md explains how to run it.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { io } from 'socket.io-client';

const [script, ...servers] = process.argv.slice(2);
const ROUNDS = 5;
const [watcher] = servers;
const watched = servers.at(-1);

const cluster = (command) => execFileSync('sh', [script, command, servers.length], { stdio: 'ignore' });

async function connect(server, sub) {
  const response = await fetch(`${watcher}/dev/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ sub, username: sub }),
  });
  const { token } = await response.json();
  const socket = io(`${server}/chat`, { transports: ['websocket'], forceNew: true, auth: { token } });
  await once(socket, 'connected');
  return socket;
}

async function offlineAfter(how, back) {
  const name = `offline-${Math.random().toString(36).slice(2)}`;
  const seer = await connect(watcher, `${name}-seer`);
  const told = (event) =>
    new Promise((resolve) => seer.on(event, ({ userId }) => userId === name && resolve(performance.now())));
  const [online, offline] = [told('user_online'), told('user_offline')];
  const gone = await connect(watched, name);
  await online;
  // A client that is alive would announce that it leaves.
  gone.io.reconnection(false);
  cluster(how);
  const begun = performance.now();
  const millis = Math.round((await offline) - begun);
  cluster(back);
  gone.disconnect();
  seer.disconnect();
  return millis;
}

for (const [how, back] of [['kill', 'start'], ['pause', 'resume']]) {
  const times = [];
  for (let i = 0; i < ROUNDS; i++) times.push(await offlineAfter(how, back));
  console.log(`${how}: ${times.join(', ')} ms`);
}
process.exit(0);
