// Drives the portal page in headless Chromium: windows, people, rooms, messages. Environment: CHROMIUM (the browser's
// executable), PARLEY_SCREENSHOTS (a folder for screenshots), PARLEY_PATIENCE (maximum wait in milliseconds).
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

// Not localhost: with that name, the client ignores that the browser goes offline.
export const url = (process.env.PARLEY_URL ?? 'http://localhost:8080')
  .replace('localhost', '127.0.0.1')
  .replace(/\/+$/, '');
const screenshots = path.resolve(process.env.PARLEY_SCREENSHOTS ?? 'target/screenshots');
const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 740 };
// Generous, because a busy machine is slow and users go offline only after a grace time. Passing tests do not wait this
// long.
const PATIENCE = Number(process.env.PARLEY_PATIENCE ?? 30_000);
export const NETWORK_IS_GONE = /ERR_INTERNET_DISCONNECTED|WebSocket connection to .* failed/;

export let browser;

before(async () => {
  await mkdir(screenshots, { recursive: true });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
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

/** Returns a name that no other run uses: the server may be shared, and keeps users and rooms. */
export function unique(name) {
  return `${name}-${randomBytes(4).toString('hex')}`;
}

/**
 * Opens a window for another user. Any error that the page reports fails the test, unless it matches `expected`.
 * `between(page side, server side)` can change WebSocket traffic; `transports` replaces the page's default, WebSocket.
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

/** Makes the page connect over other transports, without changing the WAR. */
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

/** Waits until the room is open and joined: the user then appears in its list of people. */
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

/** Returns the stored messages that the open conversation shows; waits for the last one. */
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

/** Returns a button of a message, which appears when the pointer is over the message. */
export async function press(page, row, name) {
  const button = row.getByRole('button', { name, exact: true });
  for (let left = 10; ; left--) {
    await row.hover();
    try {
      await button.click({ timeout: 2_000 });
      return;
    } catch (e) {
      // An earlier action may still move the row away from the pointer and hide the button again.
      if (e.name !== 'TimeoutError' || left === 0) throw e;
    }
  }
}

export async function editTo(page, text, newText) {
  await press(page, message(page, text), 'Edit this message');
  await page.getByTestId('edit-text').fill(newText);
  await page.getByTestId('edit-text').press('Enter');
}

/** Returns the reactions to a message as shown, e.g. `👍2`; the user's own with a star. */
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

/** Waits until the message shows these reactions. */
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
