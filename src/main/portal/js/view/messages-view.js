import { explain } from '../problems.js';
import { current, isMe } from '../state.js';
import { avatar } from './avatar.js';
import { el, reconcile, setText, show } from './dom.js';
import { dayName, dayOf, fullTime, time } from './format.js';

const GROUP_WITHIN = 5 * 60_000;
const NEAR_END = 60;

/**
 * The stream of the open conversation: days, messages grouped by author, and what is still on its
 * way.
 */
export function messagesView({ older, retry, discard }) {
  const scroller = document.getElementById('scroller');
  const list = document.getElementById('messages');
  const olderButton = document.getElementById('load-older');
  const newest = document.getElementById('newest');
  let shown = null; // {key, first, last, mine}: what was drawn last
  let atEnd = true;

  olderButton.addEventListener('click', older);
  newest.addEventListener('click', () => {
    toEnd();
    scroller.focus();
  });
  scroller.addEventListener('scroll', () => {
    atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
    if (atEnd) show(newest, false);
  });
  // The composer grows, the phone's keyboard comes up: who was at the end stays there.
  new ResizeObserver(() => atEnd && toEnd()).observe(scroller);

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
    atEnd = true;
    show(newest, false);
  }

  return (state) => {
    const conversation = state.screen === 'app' ? current(state) : null;
    show(scroller, conversation !== null);
    if (!conversation) {
      list.replaceChildren();
      shown = null;
      return;
    }
    const { log, pending } = conversation;
    const isDraft = conversation.roomId === null;
    show(olderButton, log.hasOlder);
    olderButton.disabled = conversation.loadingOlder;
    show(document.getElementById('history-start'), isDraft || (log.loaded && !log.hasOlder));
    show(
      document.getElementById('history-loading'),
      !log.loaded && !isDraft && conversation.problem === null,
    );

    const next = {
      key: conversation.key,
      first: log.messages[0]?.seq ?? 0,
      last: log.messages.at(-1)?.seq ?? 0,
      mine: pending.at(-1)?.clientMessageId ?? null,
    };
    const isOther = shown?.key !== next.key;
    if (isOther) list.replaceChildren();
    const distance = scroller.scrollHeight - scroller.scrollTop;
    reconcile(list, rows(log.messages, pending, state), {
      key: (row) => row.key,
      create: (row) => (row.day ? dayRow(row) : messageRow(row)),
      update: (node, row) =>
        row.day || updateMessageRow(node, row, conversation, { retry, discard }),
    });

    if (isOther || atEnd || (next.mine !== null && next.mine !== shown.mine)) toEnd();
    else if (next.first < shown.first) scroller.scrollTop = scroller.scrollHeight - distance;
    else if (next.last > shown.last) show(newest, true);
    shown = next;
  };
}

function rows(messages, pending, state) {
  const result = [];
  let before = null;
  const add = (message, facts) => {
    const day = dayOf(message.timestamp);
    const isNewDay = before === null || dayOf(before.timestamp) !== day;
    if (isNewDay) result.push({ key: `day ${day}`, day: dayName(message.timestamp) });
    const isCompact =
      !isNewDay &&
      before.userId === message.userId &&
      new Date(message.timestamp) - new Date(before.timestamp) < GROUP_WITHIN;
    result.push({
      message,
      isCompact,
      isMine: isMe(state, message.userId),
      status: 'stored',
      ...facts,
    });
    before = message;
  };
  for (const message of messages) {
    // A tombstone has no author: it stands alone.
    add(
      message.deleted ? { ...message, userId: `deleted ${message.seq}`, username: '' } : message,
      { key: `seq ${message.seq}` },
    );
  }
  for (const sent of pending) {
    add(
      { ...sent, ...state.me },
      { key: `sent ${sent.clientMessageId}`, isMine: true, status: sent.status, sent },
    );
  }
  return result;
}

function dayRow({ day }) {
  return el('li', { class: 'day', 'data-testid': 'day' }, el('span', {}, day));
}

function messageRow({ message, isMine, sent }) {
  const author = message.username ?? '';
  return el(
    'li',
    {
      class: isMine ? 'message mine' : 'message',
      'data-testid': 'message',
      'data-seq': message.deleted || sent ? null : message.seq,
    },
    avatar(author || '?', message.userId),
    el(
      'div',
      { class: 'message-body' },
      el(
        'p',
        { class: 'message-head' },
        el('span', { class: 'author', 'data-testid': 'author' }, author),
        el(
          'time',
          { datetime: message.timestamp, title: fullTime(message.timestamp) },
          time(message.timestamp),
        ),
      ),
      el('p', {
        class: message.deleted ? 'text deleted' : 'text',
        'data-testid': 'text',
        dir: 'auto',
      }),
    ),
  );
}

function updateMessageRow(node, { message, isCompact, status, sent }, conversation, actions) {
  node.classList.toggle('compact', isCompact);
  if (node.dataset.status !== status) {
    node.dataset.status = status;
    node.querySelector('.delivery')?.remove();
    if (status === 'sending')
      node.lastElementChild.append(el('p', { class: 'delivery muted' }, 'Sending…'));
    if (status === 'failed') node.lastElementChild.append(failure(sent, conversation, actions));
  }
  setText(
    node.querySelector('.text'),
    message.deleted ? 'This message was deleted.' : message.text,
  );
}

function failure(sent, conversation, { retry, discard }) {
  const again = el(
    'button',
    { class: 'button quiet', type: 'button', 'data-testid': 'retry' },
    'Try again',
  );
  const drop = el(
    'button',
    { class: 'button quiet', type: 'button', 'data-testid': 'discard' },
    'Discard',
  );
  again.addEventListener('click', () => retry(conversation, sent));
  drop.addEventListener('click', () => discard(conversation, sent));
  return el(
    'p',
    { class: 'delivery failed', role: 'alert', 'data-testid': 'failed' },
    el('span', {}, `Not sent. ${explain(sent.error)}`),
    again,
    drop,
  );
}
