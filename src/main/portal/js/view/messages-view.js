import { current, isMe, isModerator } from '../state.js';
import { clean } from '../text.js';
import { el, reconcile, show } from './dom.js';
import { dayName, dayOf } from './format.js';
import { messageRow, updateMessageRow } from './message-row.js';

const GROUP_WITHIN = 5 * 60_000;
const NEAR_END = 60;

/**
 * The stream of the open conversation: days, messages grouped by author, and pending messages. For the
 * keyboard it is one tab stop: arrow keys move between messages, and Tab moves to the buttons of the
 * message.
 */
export function messagesView({ older, retry, discard, changing }) {
  const scroller = document.getElementById('scroller');
  const list = document.getElementById('messages');
  const olderButton = document.getElementById('load-older');
  const newest = document.getElementById('newest');
  let shown = null; // {key, first, last, mine}: the state of the last drawing
  let atEnd = true;
  let drawn = new Map(); // the visible rows by key
  let at = null; // the key of the message that had the focus last

  olderButton.addEventListener('click', older);
  newest.addEventListener('click', () => {
    toEnd();
    scroller.focus();
  });
  scroller.addEventListener('scroll', () => {
    atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
    if (atEnd) show(newest, false);
  });
  // When the composer grows or a phone's keyboard opens, a view at the end stays at the end.
  new ResizeObserver(() => atEnd && toEnd()).observe(scroller);

  const rowOf = (node) => drawn.get(node.closest('.message')?.dataset.key);

  const doing = {
    react: ({ conversation, message }, button) =>
      changing.react(conversation, message, button.dataset.emoji),
    startEdit: ({ conversation, message }) => changing.startEdit(conversation, message),
    startDelete: ({ conversation, message }) => changing.startDelete(conversation, message),
    edit: ({ conversation, message }, button) => {
      const text = clean(button.closest('.change').querySelector('textarea').value);
      changing.edit(conversation, message, text);
    },
    delete: ({ conversation }) => changing.delete(conversation),
    cancel: ({ conversation }) => changing.cancel(conversation),
  };

  list.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do]');
    if (button) doing[button.dataset.do](rowOf(button), button);
  });
  list.addEventListener('focusin', ({ target }) => {
    const key = target.closest('.message')?.dataset.key;
    if (key === undefined) return;
    at = key;
    stopAt(key);
  });
  list.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && event.target.closest('.change')) {
      changing.cancel(rowOf(event.target).conversation);
    } else if (event.target.matches('.message') && event.key in STEPS) {
      const next = neighbour(event.target, STEPS[event.key]);
      if (!next) return;
      event.preventDefault();
      next.focus();
    }
  });

  /** Makes one message the tab stop, with its reactions. */
  function stopAt(key) {
    for (const node of list.querySelectorAll('.message, .reaction')) {
      node.tabIndex = node.closest('.message').dataset.key === key ? 0 : -1;
    }
  }

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
    atEnd = true;
    show(newest, false);
  }

  return (state) => {
    const conversation = state.screen === 'app' ? current(state) : null;
    show(scroller, conversation !== null);
    if (!conversation) {
      drawn = new Map();
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
    const hadFocus = list.contains(document.activeElement);
    const wanted = rows(conversation, state);
    drawn = new Map(wanted.map((row) => [row.key, row]));
    reconcile(list, wanted, {
      key: (row) => row.key,
      create: (row) => (row.day ? dayRow(row) : messageRow(row)),
      update: (node, row) =>
        row.day || updateMessageRow(node, row, conversation, { retry, discard }),
    });
    if (!drawn.has(at)) at = successor(at, wanted);
    stopAt(at ?? lastOf(wanted));
    // If the focused element has disappeared with its message, the tombstone gets the focus.
    if (hadFocus && !list.contains(document.activeElement)) {
      list.querySelector('.message[tabindex="0"]')?.focus();
    }

    if (isOther || atEnd || (next.mine !== null && next.mine !== shown.mine)) toEnd();
    else if (next.first < shown.first) scroller.scrollTop = scroller.scrollHeight - distance;
    else if (next.last > shown.last) show(newest, true);
    shown = next;
  };
}

const STEPS = { ArrowUp: 'previousElementSibling', ArrowDown: 'nextElementSibling' };

function neighbour(node, step) {
  let next = node[step];
  while (next && !next.matches('.message')) next = next[step];
  return next;
}

/** Returns the key of the row that replaces a deleted message. */
function successor(key, rows) {
  return rows.find((row) => row.formerKey === key && key !== null)?.key ?? null;
}

function lastOf(rows) {
  return rows.findLast((row) => !row.day)?.key ?? null;
}

function rows(conversation, state) {
  const { log, pending, change } = conversation;
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
    const isMine = isMe(state, message.userId);
    result.push({
      conversation,
      message,
      isCompact,
      isMine,
      status: 'stored',
      mayEdit: isMine,
      mayDelete: isMine || isModerator(conversation),
      change: change?.id === message.id ? change : null,
      textLimit: state.textLimit,
      ...facts,
    });
    before = message;
  };
  for (const message of log.messages) {
    // A tombstone has no author, so it is not grouped.
    add(
      message.deleted ? { ...message, userId: `deleted ${message.seq}`, username: '' } : message,
      message.deleted
        ? { key: `deleted ${message.seq}`, formerKey: `seq ${message.seq}` }
        : { key: `seq ${message.seq}` },
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
