// Takes the screenshot of README.md: posts a conversation to a server in development mode with an empty database, and
// opens the page in headless Chromium.
//   PARLEY_URL=http://localhost:8080 node readme-screenshot.mjs ../../../../docs/img/portal.png
import { chromium } from 'playwright-core';
import { io } from 'socket.io-client';

const url = process.env.PARLEY_URL ?? 'http://127.0.0.1:8080';
const [file = 'portal.png'] = process.argv.slice(2);
const sockets = [];

async function connect(username) {
  const response = await fetch(`${url}/dev/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ sub: username.toLowerCase(), username }),
  });
  const { token } = await response.json();
  const socket = io(`${url}/chat`, { auth: { token }, transports: ['websocket'], forceNew: true });
  sockets.push(socket);
  await new Promise((resolve, reject) => {
    socket.on('connect', resolve);
    socket.on('connect_error', reject);
  });
  return async (event, payload) => {
    const ack = await socket.emitWithAck(event, payload);
    if (ack.status === 'error') throw new Error(`${event}: ${ack.code} ${ack.message}`);
    return ack;
  };
}

const [ada, bruno, chidi, dana, emi] = await Promise.all(
  ['Ada Fischer', 'Bruno Costa', 'Chidi Okafor', 'Dana Levy', 'Emi Tanaka'].map(connect),
);
const everybody = [ada, bruno, chidi, dana, emi];

async function createRoom(owner, name, topic, members) {
  const { roomId } = await owner('create_room', { name, topic, visibility: 'public' });
  for (const member of members) await member('join_room', { roomId });
  return roomId;
}

async function say(roomId, author, text, replyTo) {
  const { messageId } = await author('send_message', { roomId, text, replyTo });
  return messageId;
}

async function react(messageId, emoji, people) {
  for (const person of people) await person('react', { messageId, emoji });
}

await createRoom(dana, 'Lunch in Lyon', 'Where do we eat today?', [bruno, dana]);
const billing = await createRoom(emi, 'Billing', 'Invoices and payments', [ada, emi, chidi]);
const support = await createRoom(bruno, 'Support desk', 'First line, Mon–Fri', [ada, bruno]);
const release = await createRoom(ada, 'Release 2.4', 'Freeze on Thursday, rollout on Monday', everybody);

await say(release, bruno, 'Morning! Staging runs 2.4.0-rc2 since 8:10. Anything left before the freeze?');
const login = await say(
  release,
  chidi,
  'One: after a failover the portal asks for a login again. The fix is reviewed, needs one more approval.',
);
await react(login, '👀', [ada, dana]);
await say(release, dana, 'Approved. I ran it against both nodes: kill one, and the session survives.');
const merged = await say(release, ada, 'Great. Merged, rc3 builds now.');
await react(merged, '🎉', [bruno, chidi, emi]);
await react(merged, '👍', [dana]);
await say(release, emi, 'Billing is ready too. The invoice export is 40 % faster with the new index:');
const figures = await say(release, emi, '10,000 invoices: 38 s → 23 s\n100,000 invoices: 6:40 → 3:55');
await react(figures, '🚀', [ada, bruno]);
const plan = await say(release, bruno, 'Rollout plan: node 1 at 9:00, node 2 at 9:30, then the smoke tests.');
await bruno('edit_message', {
  messageId: plan,
  text: 'Rollout plan: drain node 1 at 9:00, node 2 at 9:30, then the smoke tests.',
});
await react(plan, '✅', [ada, chidi, dana]);

await ada('direct_message', { recipientId: 'dana levy', text: 'Thanks for the quick review!' });
await dana('direct_message', { recipientId: 'ada fischer', text: 'Any time. See you at the retro?' });

await say(support, bruno, 'The customer from yesterday confirms: solved.');
await say(billing, chidi, 'Dunning letters went out.');
await say(billing, emi, 'Thanks, I will watch the bounces.');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 760 }, locale: 'en-GB' });
await page.goto(url);
await page.getByLabel('Your name').fill('Ada Fischer');
await page.getByRole('button', { name: 'Sign in' }).click();
await page.getByTestId('own-rooms').getByRole('button', { name: 'Release 2.4' }).click();
await page.getByTestId('text').getByText('smoke tests').waitFor();
await page.getByTestId('members').getByText('you', { exact: true }).waitFor();
await page.mouse.move(0, 0);
await page.screenshot({ path: file, animations: 'disabled' });

await browser.close();
sockets.forEach((socket) => socket.disconnect());
