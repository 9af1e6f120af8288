/**
 * The part of one conversation's stream that this page holds: messages in the order of `seq`, each
 * once.
 *
 * `head` is the position up to which nothing is missing; it is what a reconnection continues from.
 * `rev` is the same for what became of messages: how far the server has told of it.
 * Pure functions over a plain object, so that they need neither a page nor a connection.
 */
export function emptyLog() {
  return { messages: [], head: 0, rev: 0, epoch: null, loaded: false, hasOlder: false };
}

/** Forgets what was there: the given page is the newest one. */
export function replace(log, page) {
  log.messages = [];
  log.head = 0;
  log.epoch = page.epoch ?? null;
  log.loaded = true;
  for (const message of page.messages) place(log.messages, message);
  log.head = log.messages.at(-1)?.seq ?? page.lastSeq ?? 0;
  log.rev = page.rev ?? 0;
  log.hasOlder = (log.messages[0]?.seq ?? 1) > 1;
}

/** The server has told, in order, all that happened up to there. */
export function heardUpTo(log, rev) {
  log.rev = Math.max(log.rev, rev ?? 0);
}

/** A message is another one now; one that is not here stays away. */
export function change(log, message) {
  if (has(log, message.seq)) place(log.messages, message);
}

/** Of a message nothing but its place is left. */
export function erase(log, { id, seq, rev }) {
  const message = log.messages.find((other) => other.seq === seq);
  if (message) change(log, { id, seq, rev, timestamp: message.timestamp, deleted: true });
}

/** Somebody gave a message an emoji, or took it back; `count` is how many give it now. */
export function react(log, { messageId, emoji, count, removed }, isMine) {
  const at = log.messages.findIndex((message) => message.id === messageId);
  const message = log.messages[at];
  if (!message || message.deleted) return;
  const reactions = [...(message.reactions ?? [])];
  const place = reactions.findIndex((reaction) => reaction.emoji === emoji);
  const mine = isMine ? !removed : (reactions[place]?.mine ?? false);
  if (count === 0) reactions.splice(place, place < 0 ? 0 : 1);
  else reactions.splice(place < 0 ? reactions.length : place, 1, { emoji, count, mine });
  log.messages[at] = { ...message, reactions };
}

/** Adds a message where its `seq` belongs. False if it was there already. */
export function insert(log, message) {
  if (!place(log.messages, message)) return false;
  advance(log);
  return true;
}

/** True while a message is here whose predecessors are not. */
export function isBehind(log) {
  return log.loaded && (log.messages.at(-1)?.seq ?? 0) > log.head;
}

/** Closes a hole that the server says it cannot fill (old messages are removed after a time). */
export function skipHole(log) {
  const next = log.messages.find((message) => message.seq > log.head);
  if (next) log.head = next.seq;
  advance(log);
}

/** Drops the oldest messages of a conversation nobody looks at; "load older" brings them back. */
export function trim(log, keep) {
  if (log.messages.length <= keep) return;
  log.messages = log.messages.slice(-keep);
  log.hasOlder = true;
}

export function has(log, seq) {
  return log.messages.some((message) => message.seq === seq);
}

function place(messages, message) {
  // Nearly every message is the newest, so look from the end.
  let at = messages.length;
  while (at > 0 && messages[at - 1].seq > message.seq) at--;
  if (at > 0 && messages[at - 1].seq === message.seq) {
    if ((message.rev ?? 0) > (messages[at - 1].rev ?? 0)) messages[at - 1] = message;
    return false;
  }
  messages.splice(at, 0, message);
  return true;
}

function advance(log) {
  for (const { seq } of log.messages) if (seq === log.head + 1) log.head = seq;
}
