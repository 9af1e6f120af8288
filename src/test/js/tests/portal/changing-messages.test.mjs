// What becomes of messages on the portal page: editing, deleting, reacting.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  NETWORK_IS_GONE,
  ackId,
  createRoom,
  deletedMessages,
  editTo,
  isConnected,
  isOpen,
  message,
  press,
  say,
  showsReactions,
  stored,
  texts,
  twoInARoom,
  unique,
  user,
} from '../../harness/page.mjs';

test('an edited message is another one in both windows, and says that it was edited', async (t) => {
  const { ada, bob } = await twoInARoom(t);
  await say(ada.page, 'helo');
  await stored(bob.page, 'helo');
  await editTo(ada.page, 'helo', 'hello\nthere');
  for (const { page } of [ada, bob]) {
    await message(page, 'hello\nthere').getByTestId('edited').waitFor();
    assert.deepEqual(await texts(page, 'hello\nthere'), ['hello\nthere']);
  }
  assert.equal(await ada.page.getByTestId('edit-text').count(), 0);
});

test('an edit that is given up changes nothing', async (t) => {
  const { page } = await user(t, 'Ada');
  await createRoom(page, unique('room'));
  await say(page, 'as it is');
  await stored(page, 'as it is');
  await press(page, message(page, 'as it is'), 'Edit this message');
  await page.getByTestId('edit-text').fill('something else');
  await page.getByTestId('edit-text').press('Escape');
  await page.getByTestId('edit-text').waitFor({ state: 'detached' });
  assert.deepEqual(await texts(page, 'as it is'), ['as it is']);
});

test('an edit over the limit cannot be saved', async (t) => {
  const { page } = await user(t, 'Ada');
  await createRoom(page, unique('room'));
  await say(page, 'short');
  await stored(page, 'short');
  await press(page, message(page, 'short'), 'Edit this message');
  const save = page.getByTestId('change-edit').getByRole('button', { name: 'Save' });
  await page.getByTestId('edit-text').fill('x'.repeat(1001));
  assert.ok(await save.isDisabled());
  await page.getByTestId('edit-text').fill(' ');
  assert.ok(await save.isDisabled());
  await page.getByTestId('edit-text').fill('x'.repeat(1000));
  await save.click();
  await stored(page, 'x'.repeat(1000));
});

test('a deleted message is gone in both windows, once that was confirmed', async (t) => {
  const { ada, bob } = await twoInARoom(t);
  await say(ada.page, 'oops');
  await say(ada.page, 'better');
  await stored(bob.page, 'better');
  await press(ada.page, message(ada.page, 'oops'), 'Delete this message');
  await ada.page.getByRole('button', { name: 'Keep it' }).click();
  await press(ada.page, message(ada.page, 'oops'), 'Delete this message');
  await ada.page.getByTestId('change-delete').getByRole('button', { name: 'Delete' }).click();
  for (const { page } of [ada, bob]) {
    await deletedMessages(page).waitFor();
    assert.deepEqual(await texts(page, 'better'), ['This message was deleted.', 'better']);
  }
});

test('nobody is offered to edit or delete what somebody else wrote, but the owner may delete it', async (t) => {
  const { ada, bob } = await twoInARoom(t);
  await say(ada.page, 'from the owner');
  await say(bob.page, 'from a guest');
  await stored(ada.page, 'from a guest');
  await stored(bob.page, 'from the owner');
  const offered = async (page, text) => {
    const row = message(page, text);
    await row.hover();
    const names = ['Edit this message', 'Delete this message', 'React with 👍'];
    const counts = names.map((name) => row.getByRole('button', { name, exact: true }).count());
    return Promise.all(counts);
  };
  assert.deepEqual(await offered(bob.page, 'from the owner'), [0, 0, 1]);
  assert.deepEqual(await offered(bob.page, 'from a guest'), [1, 1, 1]);
  assert.deepEqual(await offered(ada.page, 'from a guest'), [0, 1, 1]);
});

test('reactions are counted in both windows, and taken back by another click', async (t) => {
  const { ada, bob } = await twoInARoom(t);
  await say(ada.page, 'lunch?');
  await stored(bob.page, 'lunch?');
  await press(bob.page, message(bob.page, 'lunch?'), 'React with 👍');
  await showsReactions(ada.page, 'lunch?', '👍1');
  await message(ada.page, 'lunch?').getByTestId('reactions').getByRole('button').click();
  await showsReactions(ada.page, 'lunch?', '👍2*');
  await showsReactions(bob.page, 'lunch?', '👍2*');
  await press(bob.page, message(bob.page, 'lunch?'), 'React with 🎉');
  await showsReactions(ada.page, 'lunch?', '👍2*', '🎉1');
  await press(bob.page, message(bob.page, 'lunch?'), 'React with 🎉');
  await press(bob.page, message(bob.page, 'lunch?'), 'React with 👍');
  await showsReactions(bob.page, 'lunch?', '👍1');
  await showsReactions(ada.page, 'lunch?', '👍1*');
});

test('what was edited, deleted and reacted to is there after a reload', async (t) => {
  const { ada, bob, room } = await twoInARoom(t);
  for (const text of ['one', 'two', 'three']) await say(ada.page, text);
  await stored(bob.page, 'three');
  await editTo(ada.page, 'one', 'ONE');
  await press(ada.page, message(ada.page, 'two'), 'Delete this message');
  await ada.page.getByTestId('change-delete').getByRole('button', { name: 'Delete' }).click();
  await press(bob.page, message(bob.page, 'three'), 'React with 👍');
  await showsReactions(ada.page, 'three', '👍1');
  for (const { page } of [ada, bob]) {
    await page.reload();
    await isOpen(page, room);
    const all = ['ONE', 'This message was deleted.', 'three'];
    assert.deepEqual(await texts(page, 'three'), all);
    await message(page, 'ONE').getByTestId('edited').waitFor();
  }
  await showsReactions(ada.page, 'three', '👍1');
  await showsReactions(bob.page, 'three', '👍1*');
});

/** Does something while the network of a page is gone, and waits until the page is back. */
async function whileAway(page, meanwhile) {
  await page.context().setOffline(true);
  await page.locator('[data-testid=connection][data-state=reconnecting]').waitFor();
  await meanwhile();
  await page.context().setOffline(false);
  await isConnected(page);
}

test('what became of messages while the network was gone is shown when it is back', async (t) => {
  const { ada, bob, room } = await twoInARoom(t, { expected: NETWORK_IS_GONE });
  for (const text of ['one', 'two', 'three']) await say(bob.page, text);
  await stored(ada.page, 'three');
  await whileAway(ada.page, async () => {
    await editTo(bob.page, 'one', 'ONE');
    await press(bob.page, message(bob.page, 'two'), 'Delete this message');
    await bob.page.getByTestId('change-delete').getByRole('button', { name: 'Delete' }).click();
    await deletedMessages(bob.page).waitFor();
    await press(bob.page, message(bob.page, 'three'), 'React with 👍');
    await showsReactions(bob.page, 'three', '👍1*');
  });
  await isOpen(ada.page, room);
  await showsReactions(ada.page, 'three', '👍1');
  assert.deepEqual(await texts(ada.page, 'ONE'), ['ONE', 'This message was deleted.', 'three']);
});

test('what became of messages is shown when the server knows nothing of the lost connection', async (t) => {
  let forgetSession = false;
  const { ada, bob, room } = await twoInARoom(t, {
    expected: NETWORK_IS_GONE,
    between(ws, server) {
      ws.onMessage((frame) => {
        // As after a restart of the server: nobody has the session that the client names.
        const isConnect = forgetSession && frame.startsWith('40/chat,');
        server.send(isConnect ? frame.replace(/"pid":"[^"]*"/, '"pid":"gone"') : frame);
      });
    },
  });
  for (const text of ['one', 'two', 'three']) await say(bob.page, text);
  await stored(ada.page, 'three');
  forgetSession = true;
  await whileAway(ada.page, async () => {
    await editTo(bob.page, 'one', 'ONE');
    await press(bob.page, message(bob.page, 'two'), 'Delete this message');
    await bob.page.getByTestId('change-delete').getByRole('button', { name: 'Delete' }).click();
    await deletedMessages(bob.page).waitFor();
    await press(bob.page, message(bob.page, 'three'), 'React with 👍');
    await showsReactions(bob.page, 'three', '👍1*');
    await say(bob.page, 'four');
    await stored(bob.page, 'four');
  });
  await isOpen(ada.page, room);
  await showsReactions(ada.page, 'three', '👍1');
  const all = ['ONE', 'This message was deleted.', 'three', 'four'];
  assert.deepEqual(await texts(ada.page, 'four'), all);
});

test('a direct message is edited, reacted to and deleted for both', async (t) => {
  const ada = await user(t, 'Ada');
  const bob = await user(t, 'Bob');
  await ada.page.getByTestId('online').getByText(bob.name, { exact: true }).click();
  await say(ada.page, 'just for yuo');
  await stored(ada.page, 'just for yuo');
  await bob.page.getByTestId('direct-rooms').getByRole('button', { name: ada.name }).click();
  await stored(bob.page, 'just for yuo');
  await editTo(ada.page, 'just for yuo', 'just for you');
  await message(bob.page, 'just for you').getByTestId('edited').waitFor();
  await press(bob.page, message(bob.page, 'just for you'), 'React with 👍');
  await showsReactions(ada.page, 'just for you', '👍1');
  await press(ada.page, message(ada.page, 'just for you'), 'Delete this message');
  await ada.page.getByTestId('change-delete').getByRole('button', { name: 'Delete' }).click();
  for (const { page } of [ada, bob]) await deletedMessages(page).waitFor();
});

test('what became of direct messages while the network was gone is shown when it is back', async (t) => {
  const ada = await user(t, 'Ada', { expected: NETWORK_IS_GONE });
  const bob = await user(t, 'Bob');
  await bob.page.getByTestId('online').getByText(ada.name, { exact: true }).click();
  await say(bob.page, 'one');
  await stored(bob.page, 'one');
  await ada.page.getByTestId('direct-rooms').getByRole('button', { name: bob.name }).click();
  await stored(ada.page, 'one');
  await whileAway(ada.page, async () => {
    await editTo(bob.page, 'one', 'ONE');
    await stored(bob.page, 'ONE');
  });
  await message(ada.page, 'ONE').getByTestId('edited').waitFor();
});

test('a change that the server refuses is told at the message', async (t) => {
  const refusal = { status: 'error', code: 'UNAVAILABLE', message: 'Not now', retryAfter: 3000 };
  let refusing = true;
  const { page } = await user(t, 'Ada', {
    between(ws, server) {
      ws.onMessage((frame) => {
        const isChange = /"(edit_message|delete_message|react)"/.test(frame);
        if (isChange && refusing) ws.send(`43/chat,${ackId(frame)}[${JSON.stringify(refusal)}]`);
        else server.send(frame);
      });
    },
  });
  await createRoom(page, unique('room'));
  await say(page, 'helo');
  await stored(page, 'helo');
  const problem = page.getByTestId('change-problem');
  await press(page, message(page, 'helo'), 'React with 👍');
  await problem.getByText('The reaction was not saved.').waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await problem.waitFor({ state: 'detached' });
  await editTo(page, 'helo', 'hello');
  await problem.getByText('Not saved. The server cannot store messages right now.').waitFor();
  assert.equal(await page.getByTestId('edit-text').inputValue(), 'hello');
  refusing = false;
  await page.getByTestId('edit-text').press('Enter');
  await message(page, 'hello').getByTestId('edited').waitFor();
});

test('messages are edited, reacted to and deleted with the keyboard alone', async (t) => {
  const { page } = await user(t, 'Ada');
  const { keyboard } = page;
  await createRoom(page, unique('room'));
  for (const text of ['one', 'two']) await say(page, text);
  await stored(page, 'two');
  const focused = (locator) => locator.and(page.locator(':focus')).waitFor();
  const tabTo = async (name) => {
    for (let i = 0; i < 12; i++) {
      await keyboard.press('Tab');
      const label = await page.evaluate(
        () => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent,
      );
      if (label === name) return;
    }
    assert.fail(`${name} cannot be reached with the Tab key`);
  };

  await page.getByTestId('scroller').focus();
  await keyboard.press('Tab');
  await focused(message(page, 'two'));
  await keyboard.press('ArrowUp');
  await focused(message(page, 'one'));
  await tabTo('Edit this message');
  await keyboard.press('Enter');
  await focused(page.getByTestId('edit-text'));
  await keyboard.press('Control+A');
  await keyboard.type('ONE');
  await keyboard.press('Enter');
  await message(page, 'ONE').getByTestId('edited').waitFor();
  await focused(message(page, 'ONE'));

  await tabTo('React with 🎉');
  await keyboard.press('Enter');
  await showsReactions(page, 'ONE', '🎉1*');
  await message(page, 'ONE').focus();
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await message(page, 'ONE').getByTestId('reactions').waitFor({ state: 'hidden' });

  await message(page, 'ONE').focus();
  await tabTo('Delete this message');
  await keyboard.press('Enter');
  await focused(page.getByTestId('change-delete').getByRole('button', { name: 'Delete' }));
  await keyboard.press('Enter');
  await deletedMessages(page).waitFor();
  await focused(message(page, 'This message was deleted.'));
  await keyboard.press('ArrowDown');
  await focused(message(page, 'two'));
});

test('markup in edited texts and in reactions is shown as text', async (t) => {
  const markup = `<img src=x onerror="window.broken=true"><script>window.broken=true</script>`;
  const emoji = '<img/src=x/onerror=alert(1)>';
  let inject = null;
  const { ada, bob } = await twoInARoom(t, {
    between(ws, server) {
      ws.onMessage((frame) => server.send(inject ? inject(frame) : frame));
    },
  });
  await say(ada.page, 'harmless');
  await stored(bob.page, 'harmless');
  await editTo(ada.page, 'harmless', markup);
  await message(bob.page, markup).getByTestId('edited').waitFor();
  inject = (frame) => frame.replace('👍', emoji);
  await press(ada.page, message(ada.page, markup), 'React with 👍');
  await showsReactions(bob.page, markup, `${emoji}1`);
  for (const { page } of [ada, bob]) {
    const found = await page.evaluate(() => [
      document.querySelectorAll('img[src=x], script:not([src]), [onerror]').length,
      window.broken ?? false,
    ]);
    assert.deepEqual(found, [0, false]);
  }
});
