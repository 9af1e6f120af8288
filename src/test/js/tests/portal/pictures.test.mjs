// Pictures of the portal page, for people to look at.
import { test } from 'node:test';
import {
  PHONE,
  createRoom,
  editTo,
  message,
  openRoom,
  openWindow,
  press,
  say,
  screenshot,
  stored,
  twoInARoom,
  unique,
} from '../../harness/page.mjs';

test('pictures of the page are taken', async (t) => {
  const signInPage = await openWindow(t);
  await screenshot(signInPage, 'sign-in');

  const { ada, bob } = await twoInARoom(t);
  const room = unique('Garden');
  await createRoom(ada.page, room, 'What grows, what does not, and who waters it this week');
  await openRoom(bob.page, room);
  await say(ada.page, 'Good morning! The tomatoes survived the night.');
  await say(ada.page, 'The basil did not.');
  await stored(bob.page, 'The basil did not.');
  await say(
    bob.page,
    'Oh no.\nI can bring two pots on Friday:\n  – one sweet basil\n  – one Thai basil',
  );
  await say(bob.page, 'Who has the key for the shed?');
  await stored(ada.page, 'Who has the key for the shed?');
  await say(
    ada.page,
    'It hangs behind the blue door. A rather long message shows how lines break when somebody has more to say than fits into one line of the page, which happens.',
  );
  await stored(bob.page, 'Who has the key for the shed?');
  await ada.page.getByTestId('online').getByText(bob.name, { exact: true }).click();
  await say(ada.page, 'By the way: thank you for the seeds.');
  await stored(ada.page, 'By the way: thank you for the seeds.');
  await bob.page.getByTestId('direct-rooms').getByLabel('1 unread').waitFor();
  await openRoom(ada.page, room);
  await press(bob.page, message(bob.page, 'The basil did not.'), 'React with 👀');
  await press(ada.page, message(ada.page, 'The basil did not.'), 'React with 👀');
  await press(bob.page, message(bob.page, 'The basil did not.'), 'React with ❤️');
  await editTo(ada.page, 'Good morning! The tomatoes survived the night.', 'Good morning! All tomatoes survived the night.');
  await message(bob.page, 'Good morning! All tomatoes survived the night.').getByTestId('edited').waitFor();
  await ada.page.getByTestId('composer-text').pressSequentially('And the shed');
  await bob.page.getByTestId('typing').getByText('is typing').waitFor();
  await message(bob.page, 'Who has the key for the shed?').hover();
  await screenshot(bob.page, 'desktop-light');
  await bob.page.emulateMedia({ colorScheme: 'dark' });
  await screenshot(bob.page, 'desktop-dark');
  await bob.page.emulateMedia({ colorScheme: 'light' });
  await bob.page.getByTestId('new-room').click();
  await screenshot(bob.page, 'desktop-new-room');
  await bob.page.keyboard.press('Escape');

  await bob.page.setViewportSize(PHONE);
  await screenshot(bob.page, 'phone-chat');
  await bob.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await screenshot(bob.page, 'phone-chat-dark');
  await bob.page.emulateMedia({ colorScheme: 'light' });
  await bob.page.getByTestId('open-rooms').click();
  await bob.page.getByTestId('rooms-panel').waitFor({ state: 'visible' });
  await screenshot(bob.page, 'phone-rooms');
});
