// The portal page in headless Chromium, as tests drive it: windows, people, rooms, messages.
// Also read: CHROMIUM (the browser's executable), PARLEY_SCREENSHOTS (a folder for pictures of the
// page), PARLEY_PATIENCE (milliseconds to wait for anything at most).
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

// Not by the name localhost: there the client takes no notice of a browser that goes offline.
export const url = (process.env.PARLEY_URL ?? 'http://localhost:8080')
  .replace('localhost', '127.0.0.1')
  .replace(/\/+$/, '');
const screenshots = path.resolve(process.env.PARLEY_SCREENSHOTS ?? 'target/screenshots');
const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 740 };
// Generous, since a busy machine is slow and a user is offline only after a time of grace; nothing
// waits this long when all is well.
const PATIENCE = Number(process.env.PARLEY_PATIENCE ?? 30_000);
export const NETWORK_IS_GONE = /ERR_INTERNET_DISCONNECTED|WebSocket connection to .* failed/;

export let browser;

before(async () => {
  await mkdir(screenshots, { recursive: true });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
});

after(() => browser?.close());

/** A name that no other run uses: the server may be shared, and remembers. */
export function unique(name) {
  return `${name}-${randomBytes(4).toString('hex')}`;
}

/**
 * Another user in another window. Whatever the page complains about fails the test that opened it,
 * but for what matches `expected`. `between(page side, server side)` may change what goes over the
 * WebSocket; `transports` are what the page connects over instead of a WebSocket.
 */
export async function openWindow(
  t,
  { viewport = DESKTOP, expected = null, between = null, transports = null, ...options } = {},
) {
  const context = await browser.newContext({ viewport, locale: 'en-GB', ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const complaints = [];
  const complain = (text) => expected?.test(text) || complaints.push(text);
  page.on('console', (message) => message.type() === 'error' && complain(message.text()));
  page.on('pageerror', (error) => complain(String(error)));
  await page.exposeFunction('complain', (text) => complain(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.complain(`CSP: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(complaints, []);
  });
  if (between)
    await page.routeWebSocket(/\/socket\.io\//, (ws) => between(ws, ws.connectToServer()));
  if (transports) await connectOver(page, transports);
  await page.goto(url);
  return page;
}

/** Lets the page have a connection over other transports; what is in the WAR stays as it is. */
function connectOver(page, transports) {
  return page.route('**/js/connection.js', async (route) => {
    const response = await route.fetch();
    const module = await response.text();
    const wanted = module.replace("['websocket']", JSON.stringify(transports));
    assert.notEqual(wanted, module);
    await route.fulfill({ response, body: wanted });
  });
}

export async function signIn(page, name) {
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await isConnected(page);
  return name;
}

export async function user(t, name, options) {
  const page = await openWindow(t, options);
  const ownName = await signIn(page, unique(name));
  return { page, name: ownName };
}

export function isConnected(page) {
  return page
    .locator('[data-testid=app]:not([hidden]) [data-testid=connection][data-state=connected]')
    .waitFor({ state: 'attached' });
}

export async function createRoom(page, name, topic = '') {
  await page.getByTestId('new-room').click();
  await page.getByTestId('room-name').fill(name);
  await page.getByTestId('room-topic').fill(topic);
  await page.getByTestId('room-create').click();
  await isOpen(page, name);
}

export async function openRoom(page, name) {
  await page.getByTestId('rooms-panel').getByRole('button', { name }).click();
  await isOpen(page, name);
}

/** The room is open and joined: whoever is in it sees himself among its people. */
export async function isOpen(page, name) {
  await page.getByTestId('conversation-title').getByText(name, { exact: true }).waitFor();
  await page
    .getByTestId('members')
    .getByText('you', { exact: true })
    .waitFor({ state: 'attached' });
}

export async function say(page, text) {
  await page.getByTestId('composer-text').fill(text);
  await page.getByTestId('composer-text').press('Enter');
}

/** The id in an event frame of the client: `42/chat,7["send_message",…]` asks for ack 7. */
export function ackId(frame) {
  return /^42\/chat,(\d+)/.exec(frame)[1];
}

export function clientMessageId(frame) {
  return JSON.parse(frame.slice(frame.indexOf('[')))[1].clientMessageId;
}

export function message(page, text) {
  return page
    .getByTestId('message')
    .filter({ has: page.getByTestId('text').getByText(text, { exact: true }) });
}

/** What is shown in the open conversation and stored; waits for the last of it. */
export async function texts(page, last) {
  await stored(page, last);
  return page
    .locator('[data-testid=message][data-status=stored] [data-testid=text]')
    .allTextContents();
}

export function stored(page, text) {
  return message(page, text).and(page.locator('[data-status=stored]')).waitFor();
}

export async function twoInARoom(t, options) {
  const [ada, bob] = await Promise.all([user(t, 'Ada', options), user(t, 'Bob')]);
  const room = unique('room');
  await createRoom(ada.page, room);
  await openRoom(bob.page, room);
  return { ada, bob, room };
}

export function screenshot(page, name) {
  return page.screenshot({ path: path.join(screenshots, `${name}.png`), animations: 'disabled' });
}

export async function hasNoHorizontalScrolling(page) {
  const [content, width] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    window.innerWidth,
  ]);
  assert.ok(content <= width, `the page is ${content} px wide on a screen of ${width} px`);
}

/** A button of a message, which appears when one points at it. */
export async function press(page, row, name) {
  const button = row.getByRole('button', { name, exact: true });
  for (let left = 10; ; left--) {
    await row.hover();
    try {
      await button.click({ timeout: 2_000 });
      return;
    } catch (e) {
      // What was done just before may still move the row from under the pointer, and hide the button again.
      if (e.name !== 'TimeoutError' || left === 0) throw e;
    }
  }
}

export async function editTo(page, text, newText) {
  await press(page, message(page, text), 'Edit this message');
  await page.getByTestId('edit-text').fill(newText);
  await page.getByTestId('edit-text').press('Enter');
}

/** The reactions to a message as they are shown, `👍2` say; the own ones with a star. */
function reactions(row) {
  return row
    .getByTestId('reactions')
    .getByRole('button')
    .evaluateAll((buttons) =>
      buttons.map(
        (button) =>
          button.textContent + (button.getAttribute('aria-pressed') === 'true' ? '*' : ''),
      ),
    );
}

/** Waits until a message shows these reactions. */
export async function showsReactions(page, text, ...wanted) {
  const row = message(page, text);
  const last = wanted.at(-1) ?? '';
  await row
    .getByTestId('reactions')
    .getByRole('button', { pressed: last.endsWith('*') })
    .filter({ hasText: last.replace('*', '') })
    .waitFor();
  assert.deepEqual(await reactions(row), wanted);
}

export function deletedMessages(page) {
  return page.getByTestId('message').getByText('This message was deleted.', { exact: true });
}
