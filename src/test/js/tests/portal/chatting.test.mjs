// The portal page in headless Chromium, against a server that is already up:
//   PARLEY_URL=http://localhost:8080 node --test portal.test.mjs
// What else is read stands in page.mjs.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import {
  NETWORK_IS_GONE,
  PHONE,
  ackId,
  browser,
  clientMessageId,
  createRoom,
  hasNoHorizontalScrolling,
  isConnected,
  isOpen,
  message,
  openRoom,
  openWindow,
  press,
  say,
  signIn,
  stored,
  texts,
  twoInARoom,
  unique,
  url,
  user,
} from '../../harness/page.mjs';

/** Returns a function that calls the REST API for a room as an admin: `call(method, path, body)`. */
async function roomApi(name) {
  const issued = await fetch(`${url}/dev/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ sub: unique('admin'), username: 'Admin', groups: ['user', 'admin'] }),
  });
  const headers = {
    Authorization: `Bearer ${(await issued.json()).token}`,
    'Content-Type': 'application/json',
  };
  const found = await fetch(`${url}/api/rooms?query=${encodeURIComponent(name)}`, { headers });
  const [{ roomId }] = (await found.json()).rooms;
  return (method, path = '', body = undefined) =>
    fetch(`${url}/api/rooms/${roomId}${path}`, { method, headers, body: JSON.stringify(body) });
}

async function closeRoom(name) {
  const call = await roomApi(name);
  assert.equal((await call('DELETE')).status, 204);
}

test('two windows chat with each other', async (t) => {
  const { ada, bob } = await twoInARoom(t);
  await say(ada.page, 'Hello Bob');
  await stored(bob.page, 'Hello Bob');
  await say(bob.page, 'Hello Ada\nhow are you?');
  await stored(ada.page, 'Hello Ada\nhow are you?');

  assert.deepEqual(await texts(ada.page, 'Hello Bob'), ['Hello Bob', 'Hello Ada\nhow are you?']);
  assert.deepEqual(await texts(bob.page, 'Hello Bob'), ['Hello Bob', 'Hello Ada\nhow are you?']);
  assert.equal(await message(bob.page, 'Hello Bob').getByTestId('author').textContent(), ada.name);
});

test('a room that is closed says so and keeps what was said', async (t) => {
  const { ada, bob, room } = await twoInARoom(t);
  await say(ada.page, 'Last words');
  await stored(bob.page, 'Last words');
  await closeRoom(room);
  for (const { page } of [ada, bob]) {
    await page.getByTestId('conversation-problem').getByText('ROOM_CLOSED').waitFor();
    assert.deepEqual(await texts(page, 'Last words'), ['Last words']);
  }
});

test('a reload signs in as the same user, comes back to the room and shows its history', async (t) => {
  const { ada, bob, room } = await twoInARoom(t);
  await say(ada.page, 'before the reload');
  await say(bob.page, 'noted');
  await stored(ada.page, 'noted');

  await ada.page.reload();
  await isOpen(ada.page, room);

  assert.deepEqual(await texts(ada.page, 'noted'), ['before the reload', 'noted']);
  await ada.page.getByTestId('me').getByText(ada.name).waitFor();
  await say(ada.page, 'after the reload');
  await stored(bob.page, 'after the reload');
});

test('older messages come page by page', async (t) => {
  const { ada, bob, room } = await twoInARoom(t);
  const call = await roomApi(room);
  for (let i = 1; i <= 60; i++) {
    const posted = await call('POST', '/messages', { text: `message ${i}` });
    assert.equal(posted.status, 201);
  }
  await Promise.all([ada, bob].map(({ page }) => stored(page, 'message 60')));
  await bob.page.reload();
  await isOpen(bob.page, room);
  assert.equal((await texts(bob.page, 'message 60')).length, 50);

  await bob.page.getByTestId('load-older').click();

  const all = await texts(bob.page, 'message 1');
  assert.deepEqual(
    all,
    Array.from({ length: 60 }, (_, i) => `message ${i + 1}`),
  );
  await bob.page.getByTestId('load-older').waitFor({ state: 'hidden' });
});

test('who types is shown to the others until the message comes', async (t) => {
  const { ada, bob } = await twoInARoom(t);
  await ada.page.getByTestId('composer-text').pressSequentially('I think');
  await bob.page.getByTestId('typing').getByText(`${ada.name} is typing…`).waitFor();
  await ada.page.getByTestId('composer-text').press('Enter');
  await stored(bob.page, 'I think');
  assert.equal(await bob.page.getByTestId('typing').textContent(), '');
});

test('who is online appears, and disappears when the window is closed', async (t) => {
  const ada = await user(t, 'Ada');
  const bob = await user(t, 'Bob');
  const entry = ada.page.getByTestId('online').getByText(bob.name, { exact: true });
  await entry.waitFor();
  await bob.page.context().close();
  await entry.waitFor({ state: 'detached' });
});

test('who is in the room appears, and disappears when he leaves it', async (t) => {
  const { ada, bob, room } = await twoInARoom(t);
  const entry = ada.page.getByTestId('members').getByText(bob.name, { exact: true });
  await entry.waitFor();
  await bob.page.getByTestId('leave-room').click();
  await bob.page.getByTestId('nothing-open').waitFor();
  await entry.waitFor({ state: 'detached' });
  await bob.page.getByTestId('other-rooms').getByText(room).waitFor();
});

test('messages in a room that is not open count as unread', async (t) => {
  const { ada, bob, room } = await twoInARoom(t);
  await createRoom(bob.page, unique('elsewhere'));
  await say(ada.page, 'are you there?');
  await stored(ada.page, 'are you there?');
  const row = bob.page.getByTestId('own-rooms').getByRole('button', { name: room });
  await row.getByLabel('1 unread').waitFor();
  await openRoom(bob.page, room);
  await row.getByLabel('1 unread').waitFor({ state: 'hidden' });
  await stored(bob.page, 'are you there?');
});

test('a direct message arrives, is answered, and is there after a reload', async (t) => {
  const ada = await user(t, 'Ada');
  const bob = await user(t, 'Bob');
  await ada.page.getByTestId('online').getByText(bob.name, { exact: true }).click();
  await say(ada.page, 'just for you');
  await say(ada.page, 'and this too');
  await stored(ada.page, 'and this too');

  const row = bob.page.getByTestId('direct-rooms').getByRole('button', { name: ada.name });
  await row.getByLabel('2 unread').waitFor();
  await row.click();
  assert.deepEqual(await texts(bob.page, 'and this too'), ['just for you', 'and this too']);
  await say(bob.page, 'thank you');
  await stored(ada.page, 'thank you');

  await bob.page.reload();
  assert.deepEqual(await texts(bob.page, 'thank you'), [
    'just for you',
    'and this too',
    'thank you',
  ]);
  await say(bob.page, 'back again');
  await stored(ada.page, 'back again');
});

test('a person is found by name and written to, known only from the list after a new sign-in', async (t) => {
  const ada = await user(t, 'Ada');
  const bob = await user(t, 'Bob');
  await ada.page.getByTestId('find-text').fill(bob.name);
  await ada.page.getByTestId('found').getByText(bob.name, { exact: true }).click();
  await say(ada.page, 'found you');
  await stored(ada.page, 'found you');

  await ada.page.getByTestId('sign-out').click();
  await signIn(ada.page, ada.name);
  await ada.page.getByTestId('direct-rooms').getByRole('button', { name: bob.name }).click();
  assert.deepEqual(await texts(ada.page, 'found you'), ['found you']);
  await say(ada.page, 'once more');
  await bob.page
    .getByTestId('direct-rooms')
    .getByRole('button', { name: ada.name })
    .getByLabel('2 unread')
    .waitFor();
});

test('markup in names, rooms, topics and texts is shown as text', async (t) => {
  const markup = `<img src=x onerror="window.broken=true"><script>window.broken=true</script>`;
  const mallory = await openWindow(t);
  const name = await signIn(mallory, unique('<b onclick=x>M'));
  const bob = await user(t, 'Bob');
  const room = unique('<i>room');
  await createRoom(mallory, room, markup);
  await openRoom(bob.page, room);
  await say(mallory, markup);
  await stored(bob.page, markup);
  await bob.page.getByTestId('conversation-topic').getByText(markup).waitFor();
  await bob.page.getByTestId('members').getByText(name, { exact: true }).waitFor();

  for (const page of [mallory, bob.page]) {
    const found = await page.evaluate(() => [
      document.querySelectorAll(
        'img[src=x], script:not([src]), #app b, #app i, [onclick], [onerror]',
      ).length,
      window.broken ?? false,
    ]);
    assert.deepEqual(found, [0, false]);
  }
});

test('the page is served with a strict content security policy and has nothing inline', async (t) => {
  const page = await openWindow(t);
  const policy = (await page.goto(url)).headers()['content-security-policy'] ?? '';
  assert.match(policy, /default-src 'self'/);
  assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*|https?:/);
  assert.equal(await page.locator('style, [style], script:not([src])').count(), 0);
});

test('after the network was gone, the page comes back by itself with what was missed, each message once', async (t) => {
  const { ada, bob, room } = await twoInARoom(t, { expected: NETWORK_IS_GONE });
  await say(bob.page, 'one');
  await stored(ada.page, 'one');

  await ada.page.context().setOffline(true);
  await ada.page.locator('[data-testid=connection][data-state=reconnecting]').waitFor();
  for (const text of ['two', 'three', 'four', 'five', 'six']) await say(bob.page, text);
  await stored(bob.page, 'six');
  await say(ada.page, 'written without a connection');
  await message(ada.page, 'written without a connection')
    .and(ada.page.locator('[data-status=sending]'))
    .waitFor();
  await ada.page.context().setOffline(false);

  await isConnected(ada.page);
  const all = ['one', 'two', 'three', 'four', 'five', 'six', 'written without a connection'];
  assert.deepEqual(await texts(ada.page, all.at(-1)), all);
  assert.deepEqual(await texts(bob.page, all.at(-1)), all);
  await isOpen(ada.page, room);
  await say(bob.page, 'live again');
  await stored(ada.page, 'live again');
});

test('a message whose event comes after its ack, and twice, is shown once', async (t) => {
  const { ada, bob } = await twoInARoom(t, {
    between(ws, server) {
      const sends = new Set();
      const events = [];
      let acked = 0;
      ws.onMessage((frame) => {
        if (frame.includes('"send_message"')) sends.add(ackId(frame));
        server.send(frame);
      });
      server.onMessage((frame) => {
        if (frame.startsWith('42/chat,["new_message"')) events.push(frame);
        else ws.send(frame);
        if (sends.has(/^43\/chat,(\d+)/.exec(frame)?.[1])) acked++;
        for (; acked > 0 && events.length > 0; acked--) {
          ws.send(events[0]);
          ws.send(events.shift());
        }
      });
    },
  });
  await say(ada.page, 'one');
  await say(ada.page, 'two');
  await stored(bob.page, 'two');
  await say(ada.page, 'three');
  await stored(bob.page, 'three');
  assert.deepEqual(await texts(ada.page, 'three'), ['one', 'two', 'three']);
  assert.equal(await ada.page.getByTestId('message').count(), 3);
});

test('a message whose ack is lost with the connection is stored and shown once', async (t) => {
  const { ada, bob } = await twoInARoom(t, {
    between(ws, server) {
      let lost = null;
      ws.onMessage((frame) => {
        if (lost === null && frame.includes('"the ack is lost"')) lost = ackId(frame);
        server.send(frame);
      });
      server.onMessage((frame) => {
        if (lost === null || !frame.startsWith(`43/chat,${lost}[`)) return ws.send(frame);
        return Promise.all([ws.close({ code: 1012 }), server.close()]);
      });
    },
  });
  await say(ada.page, 'the ack is lost');
  await stored(bob.page, 'the ack is lost');
  await say(bob.page, 'I have it');
  assert.deepEqual(await texts(ada.page, 'I have it'), ['the ack is lost', 'I have it']);
  await say(ada.page, 'good');
  assert.deepEqual(await texts(bob.page, 'good'), ['the ack is lost', 'I have it', 'good']);
});

test('a message that the server refuses is marked with the reason, and sent again or discarded', async (t) => {
  const refusal = {
    status: 'error',
    code: 'RATE_LIMITED',
    message: 'Too many events',
    retryAfter: 12_000,
  };
  const ids = [];
  let refusing = true;
  const { ada, bob } = await twoInARoom(t, {
    between(ws, server) {
      ws.onMessage((frame) => {
        const isSend = frame.includes('"send_message"');
        if (isSend && frame.includes('"keep me"')) ids.push(clientMessageId(frame));
        if (isSend && refusing) ws.send(`43/chat,${ackId(frame)}[${JSON.stringify(refusal)}]`);
        else server.send(frame);
      });
    },
  });
  await say(ada.page, 'keep me');
  await say(ada.page, 'drop me');
  const failed = (text) => message(ada.page, text).and(ada.page.locator('[data-status=failed]'));
  await failed('keep me').getByText('Try again in 12 s. (RATE_LIMITED)').waitFor();
  await failed('drop me').getByTestId('discard').click();
  await message(ada.page, 'drop me').waitFor({ state: 'detached' });
  refusing = false;
  await failed('keep me').getByTestId('retry').click();
  await stored(bob.page, 'keep me');
  assert.deepEqual(await texts(ada.page, 'keep me'), ['keep me']);
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1], 'the second attempt must be known as the same message');
});

test('a text over the limit is not sent, and the page says how long it is', async (t) => {
  const { page } = await user(t, 'Ada');
  await createRoom(page, unique('room'));
  await page.getByTestId('composer-text').fill('x'.repeat(1001));
  await page.getByTestId('composer-count').getByText('1001 of 1000 characters').waitFor();
  assert.ok(await page.getByTestId('send').isDisabled());
  await page.getByTestId('composer-text').fill('x'.repeat(1000));
  await page.getByTestId('send').click();
  await stored(page, 'x'.repeat(1000));
});

test('a connection that the server ends for good is taken up again only when asked', async (t) => {
  let end;
  const { ada, bob } = await twoInARoom(t, {
    between(ws) {
      end = () => {
        ws.send('42/chat,["disconnecting_reason",{"code":"REVOKED","reconnect":false}]');
        ws.send('41/chat,');
      };
    },
  });
  end();
  await ada.page
    .locator('[data-testid=connection][data-state=refused]')
    .getByText('REVOKED')
    .waitFor();
  await say(bob.page, 'meanwhile');
  await ada.page.getByTestId('connection-retry').click();
  await isConnected(ada.page);
  await stored(ada.page, 'meanwhile');
});

test('where no development tokens are given, a token can be pasted', async (t) => {
  const page = await openWindow(t, { expected: /404/ });
  const name = unique('Carol');
  const response = await page.request.post(`${url}/dev/token`, {
    data: { sub: name.toLowerCase(), username: name },
  });
  const { token } = await response.json();
  await page.route('**/dev/token', (route) => route.fulfill({ status: 404 }));

  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByTestId('sign-in-error').waitFor();
  await page.getByLabel('Access token').fill('not a token');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByTestId('sign-in-error').getByText('INVALID_TOKEN').waitFor();
  await page.getByLabel('Access token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();

  await isConnected(page);
  await page.getByTestId('me').getByText(name).waitFor();
});

test('everything goes with the keyboard alone', async (t) => {
  const page = await openWindow(t);
  const { keyboard } = page;
  const name = unique('Keys');
  const focused = (testId) => page.locator(`[data-testid=${testId}]:focus`).waitFor();
  const tabTo = async (testId) => {
    for (let i = 0; i < 60; i++) {
      if ((await page.evaluate(() => document.activeElement?.dataset.testid)) === testId) return;
      await keyboard.press('Tab');
    }
    assert.fail(`${testId} cannot be reached with the Tab key`);
  };

  await focused('name');
  await keyboard.type(name);
  await keyboard.press('Enter');
  await isConnected(page);

  await tabTo('new-room');
  await keyboard.press('Enter');
  await focused('room-name');
  await keyboard.press('Escape');
  await page.getByTestId('room-dialog').waitFor({ state: 'hidden' });
  await focused('new-room');
  await keyboard.press('Enter');
  await focused('room-name');
  const room = unique('by-keyboard');
  await keyboard.type(room);
  await keyboard.press('Enter');
  await isOpen(page, room);

  await focused('composer-text');
  await keyboard.type('first line');
  await keyboard.press('Shift+Enter');
  await keyboard.type('second line');
  await keyboard.press('Enter');
  await stored(page, 'first line\nsecond line');
  await focused('composer-text');
  assert.equal(await page.getByTestId('composer-text').inputValue(), '');

  await tabTo('sign-out');
  await keyboard.press('Enter');
  await focused('name');
});

test('it fits a phone: no horizontal scrolling, and the rooms are in a drawer', async (t) => {
  const { page, name } = await user(t, 'Pia', { viewport: PHONE, hasTouch: true, isMobile: true });
  const bob = await user(t, 'Bob');
  await hasNoHorizontalScrolling(page);
  const panel = page.getByTestId('rooms-panel');
  await panel.waitFor({ state: 'hidden' });

  await page.getByTestId('open-rooms').click();
  await panel.waitFor({ state: 'visible' });
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
  await page.locator('[data-testid=open-rooms]:focus').waitFor();

  const room = unique('pocket');
  await page.getByTestId('open-rooms').click();
  await createRoom(
    page,
    room,
    'What fits into a pocket, and a few words more than fit into a line',
  );
  await panel.waitFor({ state: 'hidden' });
  await openRoom(bob.page, room);
  await say(bob.page, 'a'.repeat(300));
  await say(bob.page, 'A link: https://example.org/' + 'path/'.repeat(20));
  await say(page, `Hello from a phone, ${bob.name}`);
  await stored(bob.page, `Hello from a phone, ${bob.name}`);
  await hasNoHorizontalScrolling(page);
  const scrolls = await page
    .getByTestId('scroller')
    .evaluate((node) => node.scrollWidth > node.clientWidth);
  assert.equal(scrolls, false);

  await page.getByTestId('open-people').click();
  await page.getByTestId('members').getByText(name, { exact: true }).waitFor();
  await page.getByTestId('shade').click({ position: { x: 10, y: 300 } });
  await page.getByTestId('people-panel').waitFor({ state: 'hidden' });
});

for (const transports of [['polling'], ['polling', 'websocket']]) {
  test(`the page works over ${transports.join(', then ')}`, async (t) => {
    const sockets = [];
    const ada = { page: await openWindow(t, { transports }) };
    ada.page.on('websocket', (socket) => sockets.push(socket));
    const upgrade = transports.length > 1 && ada.page.waitForEvent('websocket');
    await signIn(ada.page, unique('Ada'));
    const bob = await user(t, 'Bob', { transports });
    const room = unique('room');
    await createRoom(ada.page, room);
    await openRoom(bob.page, room);
    await upgrade;
    for (const text of ['one', 'two', 'three']) {
      await say(ada.page, text);
      await stored(bob.page, text);
    }
    assert.deepEqual(await texts(bob.page, 'three'), ['one', 'two', 'three']);
    assert.equal(sockets.length, transports.length - 1);
  });
}

// One server, two origins: the first is in parley.cors.origins, the second is not.
const SITE_PORT = 18099;
const ALLOWED = `http://localhost:${SITE_PORT}`;
const FOREIGN = `http://127.0.0.1:${SITE_PORT}`;

/** Another site: a page with nothing on it. */
async function openSite(t) {
  const site = createServer((request, response) =>
    response
      .writeHead(200, { 'Content-Type': 'text/html' })
      .end('<!doctype html><title>Another site</title>'),
  );
  await new Promise((resolve) => site.listen(SITE_PORT, '127.0.0.1', resolve));
  t.after(() => {
    site.closeAllConnections();
    site.close();
  });
}

/** A page of another site with the client that the server hands out; answers what became of it. */
async function connectFrom(t, origin, transports) {
  await openSite(t);
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await page.addScriptTag({ url: `${url}/socket.io/socket.io.min.js` });
  return page.evaluate(
    ([server, ways]) =>
      new Promise((resolve) => {
        const socket = window.io(`${server}/chat`, {
          transports: ways,
          withCredentials: true,
          reconnection: false,
        });
        // There is no token: the server's own refusal shows that the client got through to it.
        socket.on('connect_error', (error) => resolve(error.data?.code ?? error.message));
        socket.on('connect', () => resolve('connected'));
      }),
    [url, transports],
  );
}

for (const transports of [['polling'], ['websocket'], ['polling', 'websocket']]) {
  test(`a site that is allowed gets through by ${transports.join(', then ')}`, async (t) => {
    assert.equal(await connectFrom(t, ALLOWED, transports), 'UNAUTHORIZED');
  });

  test(`a site that is not allowed is kept out of ${transports.join(', then ')}`, async (t) => {
    assert.match(await connectFrom(t, FOREIGN, transports), /^(xhr poll|websocket) error$/);
  });
}
