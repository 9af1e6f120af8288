// axe finds nothing serious on any screen of the page, on a desktop and a phone, in light and dark.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import {
  PHONE,
  ackId,
  createRoom,
  deletedMessages,
  editTo,
  isConnected,
  message,
  openWindow,
  press,
  say,
  signIn,
  stored,
  twoInARoom,
  unique,
  user,
} from '../../harness/page.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const GRAVE = ['serious', 'critical'];
const SCHEMES = ['light', 'dark'];

/**
 * Waits until no colour is between the two schemes: even the shortest transition lasts a frame, and axe would judge the
 * background of one scheme with the text of the other.
 */
const coloursAreSettled = (page) =>
  page.evaluate(async () => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await nextFrame();
    const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition);
    // A transition whose element is removed meanwhile is cancelled, which is as good as finished.
    await Promise.allSettled(transitions.map(({ finished }) => finished));
    await nextFrame();
  });

/** Fails with what axe finds in the page as it is now, in both colour schemes. */
async function isAccessible(page, screen) {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await coloursAreSettled(page);
    // As the debugger does: a script element would be against the page's policy.
    await page.evaluate(axe);
    const { violations, passes } = await page.evaluate(() => window.axe.run(document));
    const found = violations
      .filter(({ impact }) => GRAVE.includes(impact))
      .flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.html}\n  ${node.failureSummary}`),
      );
    assert.deepEqual(found, [], `${screen}, ${colorScheme}`);
    assert.ok(passes.length > 0, `axe looked at nothing: ${screen}`);
  }
}

test('axe finds what is planted on the page', async (t) => {
  const page = await openWindow(t);
  await isAccessible(page, 'sign-in');
  await page.locator('label[for=name]').evaluate((label) => label.remove());
  await assert.rejects(isAccessible(page, 'without a label'), /label: <input id="name"/);
});

test('signing in is accessible, by name, by token and with an error', async (t) => {
  const page = await openWindow(t, { expected: /404/ });
  await isAccessible(page, 'sign-in by name');
  await page.route('**/dev/token', (route) => route.fulfill({ status: 404 }));
  await page.getByLabel('Your name').fill(unique('Carol'));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByTestId('sign-in-error').waitFor();
  await isAccessible(page, 'sign-in by token');
});

test('the page without an open conversation is accessible', async (t) => {
  const { page } = await user(t, 'Ada');
  await page.getByTestId('nothing-open').waitFor();
  await isAccessible(page, 'nothing open');
});

test('the dialog for a new room is accessible, also with an error', async (t) => {
  const { page } = await user(t, 'Ada');
  await page.getByTestId('new-room').click();
  await isAccessible(page, 'new room');
  await page.getByTestId('room-create').click();
  await page.locator('#room-name-error').waitFor();
  await isAccessible(page, 'new room without a name');
});

test('a conversation with every kind of message is accessible', async (t) => {
  const { ada, bob } = await twoInARoom(t);
  for (const text of ['Hello Bob', 'A second one', 'A third one']) await say(ada.page, text);
  await say(ada.page, 'See https://example.org/ for more');
  await stored(bob.page, 'A third one');
  await editTo(ada.page, 'A second one', 'A better one');
  await press(bob.page, message(bob.page, 'Hello Bob'), 'React with 👀');
  await message(ada.page, 'Hello Bob').getByTestId('reactions').getByRole('button').waitFor();
  await press(ada.page, message(ada.page, 'A third one'), 'Delete this message');
  await isAccessible(ada.page, 'asked whether to delete');
  await ada.page.getByTestId('change-delete').getByRole('button', { name: 'Delete' }).click();
  await deletedMessages(ada.page).waitFor();
  await bob.page.getByTestId('composer-text').pressSequentially('And');
  await ada.page.getByTestId('typing').getByText('is typing').waitFor();
  await isAccessible(ada.page, 'conversation');
  await press(ada.page, message(ada.page, 'Hello Bob'), 'Edit this message');
  await ada.page.getByTestId('edit-text').waitFor();
  await isAccessible(ada.page, 'editing');
});

test('a message that was refused is accessible', async (t) => {
  const refuse = (page, server) => {
    page.onMessage((frame) => {
      if (!frame.includes('"send_message"')) return server.send(frame);
      const refusal = { status: 'error', code: 'RATE_LIMITED', message: 'Too fast', retryAfter: 900 };
      page.send(`43/chat,${ackId(frame)}${JSON.stringify([refusal])}`);
    });
  };
  const ada = await user(t, 'Ada', { between: refuse });
  await createRoom(ada.page, unique('room'));
  await say(ada.page, 'Too fast');
  await ada.page.locator('[data-testid=message][data-status=failed]').waitFor();
  await isAccessible(ada.page, 'refused message');
});

test('direct messages, unread ones and people that were found are accessible', async (t) => {
  const { ada, bob } = await twoInARoom(t);
  await ada.page.getByTestId('find-text').fill(bob.name);
  await ada.page.getByTestId('found').getByText(bob.name, { exact: true }).click();
  await say(ada.page, 'Between us');
  await bob.page.getByTestId('direct-rooms').getByLabel('1 unread').waitFor();
  await isAccessible(ada.page, 'direct conversation');
  await isAccessible(bob.page, 'unread direct message');
});

test('the notice of a lost connection is accessible', async (t) => {
  const page = await openWindow(t, { expected: /./ });
  await signIn(page, unique('Ada'));
  await page.context().setOffline(true);
  await page.locator('[data-testid=connection]:not([data-state=connected])').waitFor();
  await isAccessible(page, 'no connection');
  await page.context().setOffline(false);
  await isConnected(page);
});

test('the drawers of a phone are accessible', async (t) => {
  const { page } = await user(t, 'Pia', { viewport: PHONE, hasTouch: true, isMobile: true });
  await isAccessible(page, 'phone');
  await page.getByTestId('open-rooms').click();
  await page.getByTestId('rooms-panel').waitFor({ state: 'visible' });
  await isAccessible(page, 'phone, rooms');
  await createRoom(page, unique('pocket'));
  await page.getByTestId('open-people').click();
  await page.getByTestId('people-panel').waitFor({ state: 'visible' });
  await isAccessible(page, 'phone, people');
});
