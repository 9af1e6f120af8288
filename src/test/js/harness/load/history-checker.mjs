// Checks in everything that the clients received that no acknowledged change was lost, nothing arrived twice, and every
// client received each room's events in the order of its stream.

/**
 * Checks one run. Parameters:
 *
 * - `sent`: Map of clientMessageId → { room, text }
 * - `acked`: [{ clientMessageId, room, id, seq }], each acknowledgement of a message, repeats too
 * - `changes`: [{ room, id, … }], each acknowledged change of a message, in order per user; every requested change is
 *   included:
 *   - { kind: 'edit', text, rev }, { kind: 'delete', rev }, whose `rev` is one of the message's
 *   - { kind: 'react', user, emoji, remove }
 * - `views`: [{ reader, room, from, heard, whole }], what one client received, in that order; `from` is the `rev` after
 *   which it starts, and `whole` says that the client stayed until the end:
 *   - { event: 'answer', rev, lastSeq, messages, changed } to a join
 *   - { event: 'new_message' or 'message_edited', rev, message }
 *   - { event: 'message_deleted', rev, message: { id, seq } }
 *   - { event: 'reaction', id, emoji, count }, which has no `rev` of its own
 * - `stored`: Map of room → { rev, messages }, the history as read at the end
 *
 * A message is { seq, rev, id, text, deleted, reactions: { emoji: count } }.
 *
 * @returns the violations, each as a sentence; empty if there are none
 */
export function check({ sent, acked, changes, views, stored }) {
  const violations = [];
  const meant = meantBy({ sent, acked, changes });
  const rooms = new Map();
  for (const [name, history] of stored) {
    rooms.set(name, new Room(name, history, meant, violations));
  }
  checkSent(sent, meant, stored, violations);
  checkAcked(acked, rooms, violations);
  for (const { room, id, rev } of changes) {
    if (rev !== undefined) rooms.get(room).at(rev, id);
  }
  for (const view of views) rooms.get(view.room).hearAll(view.heard);
  for (const view of views) new View(view, rooms.get(view.room), violations).check();
  return violations;
}

/** Maps the id of each acknowledged message to all its texts and its expected final state. */
function meantBy({ sent, acked, changes }) {
  const meant = new Map();
  for (const { clientMessageId, id } of acked) {
    if (!meant.has(id)) meant.set(id, unchanged(sent.get(clientMessageId)?.text));
  }
  for (const { id, kind, text, user, emoji, remove } of changes) {
    const message = meant.get(id) ?? unchanged();
    meant.set(id, message);
    if (kind === 'edit') message.texts.push(text);
    if (kind === 'delete') message.deleted = true;
    if (kind === 'react') {
      const users = message.users.get(emoji) ?? new Set();
      message.users.set(emoji, users);
      if (remove) users.delete(user);
      else users.add(user);
    }
  }
  return meant;
}

function unchanged(text) {
  return { texts: [text], deleted: false, users: new Map() };
}

function inTheEnd({ texts, deleted, users }) {
  const reactions = Object.fromEntries([...users].map(([emoji, by]) => [emoji, by.size]));
  return { text: texts.at(-1), deleted, reactions };
}

/** Returns the visible state of a message. */
function looks({ text, deleted, reactions = {} }) {
  if (deleted) return 'deleted';
  const counts = Object.entries(reactions).filter(([, count]) => count > 0);
  return [JSON.stringify(text), ...counts.map(([emoji, count]) => `${count} x ${emoji}`).sort()].join(', ');
}

/** The stored stream of a room, and the known durable events. */
class Room {
  #meant;
  #violations;
  #bySeq = new Map();
  /** Which message each durable event is of, as whoever told it first says. */
  #byRev = new Map();

  constructor(name, { rev, messages }, meant, violations) {
    this.name = name;
    this.rev = rev;
    this.size = messages.length;
    this.#meant = meant;
    this.#violations = violations;
    const ids = new Set();
    messages.forEach((message, index) => {
      if (message.seq !== index + 1) this.#wrong(`place ${index + 1} of the history is ${message.seq}`);
      if (ids.has(message.id)) this.#wrong(`${message.id} is stored twice`);
      ids.add(message.id);
      this.#bySeq.set(message.seq, message);
      this.at(message.rev, message.id);
      const wanted = looks(inTheEnd(this.#meantBy(message)));
      if (looks(message) !== wanted) {
        this.#wrong(`${message.seq} is stored as ${looks(message)}, and is to be ${wanted}`);
      }
    });
  }

  #wrong(what) {
    this.#violations.push(`${this.name}: ${what}`);
  }

  /** Who was never told of a message could not change it. */
  #meantBy({ id, text }) {
    return this.#meant.get(id) ?? unchanged(text);
  }

  stored(seq) {
    return this.#bySeq.get(seq);
  }

  /** Whether a message was ever what somebody was told. */
  wasEver({ id, seq, text, deleted }) {
    const stored = this.stored(seq);
    if (stored?.id !== id) return false;
    const { texts, deleted: mayBeDeleted } = this.#meantBy(stored);
    return deleted ? mayBeDeleted : texts.includes(text);
  }

  /** Takes note that a durable event is of a message. */
  at(rev, id) {
    const known = this.#byRev.get(rev);
    if (known === undefined) this.#byRev.set(rev, id);
    else if (known !== id) this.#wrong(`rev ${rev} is of ${known} and of ${id}`);
  }

  /** The message to which the durable event is known to have happened, if it is known. */
  of(rev) {
    return this.#byRev.get(rev);
  }

  hearAll(heard) {
    let rev = 0;
    for (const item of heard) {
      rev = item.rev ?? rev + 1;
      if (item.event === 'answer') {
        for (const message of [...item.messages, ...item.changed]) this.at(message.rev, message.id);
      } else {
        this.at(rev, item.id ?? item.message.id);
      }
    }
  }
}

/** Texts are unique, so a text that is stored twice is a message that was stored twice. */
function checkSent(sent, meant, stored, violations) {
  const known = new Map();
  for (const { room, text } of sent.values()) known.set(`${room} ${text}`, 0);
  for (const [room, { messages }] of stored) {
    for (const { id, text: latest, seq } of messages) {
      const text = meant.get(id)?.texts[0] ?? latest;
      const key = `${room} ${text}`;
      if (!known.has(key)) violations.push(`${room}: ${seq} was never sent: ${text}`);
      else if (known.get(key) > 0) violations.push(`${room}: "${text}" is stored twice, again as ${seq}`);
      known.set(key, (known.get(key) ?? 0) + 1);
    }
  }
}

function checkAcked(acked, rooms, violations) {
  const first = new Map();
  for (const { clientMessageId, room, id, seq } of acked) {
    const message = rooms.get(room)?.stored(seq);
    if (message?.id !== id) {
      const there = message?.id ?? 'lost';
      violations.push(`${room}: ${clientMessageId} was acknowledged as ${seq} (${id}), which is ${there}`);
    }
    const before = first.get(clientMessageId);
    if (before && (before.id !== id || before.seq !== seq)) {
      violations.push(`${room}: ${clientMessageId} was acknowledged as ${before.seq} and as ${seq}`);
    }
    first.set(clientMessageId, { id, seq });
  }
}

/** Checks that a client receives every `rev` in order, and ends with the stored state. */
class View {
  #given;
  #room;
  #violations;
  /** The last places that it has. */
  #seq;
  #rev = 0;
  /** The messages as it knows them, by id. */
  #messages = new Map();

  constructor(given, room, violations) {
    this.#given = given;
    this.#room = room;
    this.#violations = violations;
    this.#seq = given.from;
  }

  #wrong(what) {
    this.#violations.push(`${this.#room.name}: ${this.#given.reader} ${what}`);
  }

  check() {
    for (const item of this.#given.heard) {
      if (item.event === 'answer') this.#answer(item);
      else this.#hear(item);
    }
    if (this.#given.whole) this.#end();
  }

  /** After the answer to a join, all is known that happened up to its place. */
  #answer({ rev, lastSeq, messages, changed }) {
    if (rev < this.#rev) this.#wrong(`was told of rev ${rev} after ${this.#rev}`);
    for (const message of messages) this.#follow(message);
    if (this.#seq !== lastSeq) this.#wrong(`was answered up to ${this.#seq}, and told of ${lastSeq}`);
    for (const message of changed) {
      const { rev: has } = this.#messages.get(message.id) ?? message;
      if (message.rev < has) this.#wrong(`was told of ${message.seq} at rev ${message.rev} after ${has}`);
      this.#know(message);
    }
    for (let known = this.#rev + 1; known <= rev; known++) {
      const message = this.#messages.get(this.#room.of(known));
      if (message && message.rev < known) {
        this.#wrong(`was not told what became of ${message.seq} at rev ${known}`);
      }
    }
    this.#rev = rev;
  }

  #hear(item) {
    const rev = item.rev ?? this.#rev + 1;
    if (rev !== this.#rev + 1) this.#wrong(`got rev ${rev} after ${this.#rev}, ${lateOrEarly(rev, this.#rev)}`);
    this.#rev = Math.max(rev, this.#rev);
    if (item.event === 'new_message') this.#follow(item.message);
    if (item.event === 'message_edited') this.#know(item.message);
    if (item.event === 'message_deleted') this.#know({ ...item.message, rev, deleted: true });
    if (item.event === 'reaction') this.#react(item, rev);
  }

  #follow(message) {
    const { seq } = message;
    if (seq !== this.#seq + 1) this.#wrong(`got ${seq} after ${this.#seq}, ${lateOrEarly(seq, this.#seq)}`);
    this.#seq = Math.max(seq, this.#seq);
    this.#know(message);
  }

  /** What came before its view is nothing to it; what it read may be newer than an event on its way. */
  #know(message) {
    if (!this.#room.wasEver(message)) {
      const stored = this.#room.stored(message.seq)?.id ?? 'nothing';
      this.#wrong(`got ${message.id} as ${message.seq}, ${looks(message)}, where ${stored} is stored`);
    }
    const former = this.#messages.get(message.id);
    if (message.seq > this.#given.from && !(former?.rev > message.rev)) {
      this.#messages.set(message.id, { ...message, reactions: { ...message.reactions } });
    }
  }

  #react({ id, emoji, count }, rev) {
    const message = this.#messages.get(id);
    if (message && message.rev < rev) {
      message.rev = rev;
      message.reactions[emoji] = count;
    }
  }

  #end() {
    const { size, rev } = this.#room;
    if (this.#seq < size) this.#wrong(`ends at ${this.#seq}, the history at ${size}`);
    if (this.#rev !== rev) this.#wrong(`ends at rev ${this.#rev}, the room at ${rev}`);
    for (const message of this.#messages.values()) {
      const stored = this.#room.stored(message.seq);
      if (stored && looks(message) !== looks(stored)) {
        this.#wrong(`has ${message.seq} as ${looks(message)}, where ${looks(stored)} is stored`);
      }
    }
  }
}

function lateOrEarly(place, last) {
  return place <= last ? 'again or late' : 'too early';
}

/** Describes what happened to the clients with violations, one line each, to help find the cause. */
export function trails({ views }, violations) {
  return views
    .filter(({ reader, room }) => violations.some((text) => text.startsWith(`${room}: ${reader} `)))
    .map(({ reader, room, trail }) => `${room}: ${reader}: ${trail.join('; ')}`);
}
