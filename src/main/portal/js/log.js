/**
 * The loaded part of a conversation's stream: messages in the order of `seq`, without duplicates.
 *
 * `head` is the `seq` up to which nothing is missing; a reconnecting client continues from it. `rev`
 * is the same for changes of messages.
 * Pure functions over a plain object, so that they need neither a page nor a connection.
 */
export function emptyLog() {
  return { messages: [], head: 0, rev: 0, epoch: null, loaded: false, hasOlder: false };
}

/** Replaces the log by the newest page. */
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

/** All changes up to `rev` have arrived. */
export function advanceTo(log, rev) {
  log.rev = Math.max(log.rev, rev ?? 0);
}

/** Replaces a message by its current state. Messages that are not loaded are ignored. */
export function change(log, message) {
  if (has(log, message.seq)) place(log.messages, message);
}

/** Turns a message into a tombstone. */
export function erase(log, { id, seq, rev }) {
  const message = log.messages.find((other) => other.seq === seq);
  if (message) change(log, { id, seq, rev, timestamp: message.timestamp, deleted: true });
}

/** Adds or removes a reaction; `count` is the number of users with this emoji. */
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

/** Inserts a message in the order of `seq`. Returns false for a duplicate. */
export function insert(log, message) {
  if (!place(log.messages, message)) return false;
  advance(log);
  return true;
}

/** Whether messages before the newest one are missing. */
export function isBehind(log) {
  return log.loaded && (log.messages.at(-1)?.seq ?? 0) > log.head;
}

/** Closes a gap that the server cannot fill (old messages may have been removed). */
export function skipHole(log) {
  const next = log.messages.find((message) => message.seq > log.head);
  if (next) log.head = next.seq;
  advance(log);
}

/** Drops the oldest messages of a conversation that is not open; "load older" reloads them. */
export function trim(log, keep) {
  if (log.messages.length <= keep) return;
  log.messages = log.messages.slice(-keep);
  log.hasOlder = true;
}

export function has(log, seq) {
  return log.messages.some((message) => message.seq === seq);
}

function place(messages, message) {
  // Nearly every message is the newest one, so search from the end.
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
