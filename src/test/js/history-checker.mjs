// Proves from what all clients saw that nothing acknowledged was lost, nothing came twice, and every
// client got each room in the order of its stream.

/**
 * What the clients of one run saw.
 *
 * - `sent`: Map of clientMessageId → { room, text }
 * - `acked`: [{ clientMessageId, room, id, seq }], each acknowledgement, repeats too
 * - `views`: [{ reader, room, from, events: [{ seq, id, text }] }], what one client was given, in that
 *   order; `from` is the place after which it begins, and `whole` says that the client waited to the end
 * - `stored`: Map of room → [{ seq, id, text }], the history as it was read in the end
 *
 * @returns the violations, each a sentence; none if all is well
 */
export function check({ sent, acked, views, stored }) {
  const violations = [];
  const bySeq = new Map();
  for (const [room, messages] of stored) {
    bySeq.set(room, streamOf(room, messages, violations));
  }
  checkSent(sent, stored, violations);
  checkAcked(acked, bySeq, violations);
  for (const view of views) checkView(view, bySeq.get(view.room) ?? new Map(), violations);
  return violations;
}

/** A stored stream has the places 1, 2, 3 … and each message once. */
function streamOf(room, messages, violations) {
  const stream = new Map();
  const ids = new Set();
  messages.forEach((message, index) => {
    if (message.seq !== index + 1) {
      violations.push(`${room}: place ${index + 1} of the history is ${message.seq}`);
    }
    if (ids.has(message.id)) violations.push(`${room}: ${message.id} is stored twice`);
    ids.add(message.id);
    stream.set(message.seq, message);
  });
  return stream;
}

/** Texts are unique: one that is stored twice was sent once and taken twice. */
function checkSent(sent, stored, violations) {
  const known = new Map();
  for (const { room, text } of sent.values()) known.set(`${room} ${text}`, 0);
  for (const [room, messages] of stored) {
    for (const { text, seq } of messages) {
      const key = `${room} ${text}`;
      if (!known.has(key)) violations.push(`${room}: ${seq} was never sent: ${text}`);
      else if (known.get(key) > 0) violations.push(`${room}: "${text}" is stored twice, again as ${seq}`);
      known.set(key, (known.get(key) ?? 0) + 1);
    }
  }
}

function checkAcked(acked, bySeq, violations) {
  const first = new Map();
  for (const { clientMessageId, room, id, seq } of acked) {
    const message = bySeq.get(room)?.get(seq);
    if (message?.id !== id) {
      violations.push(`${room}: ${clientMessageId} was acknowledged as ${seq} (${id}), which is ${message?.id ?? 'lost'}`);
    }
    const before = first.get(clientMessageId);
    if (before && (before.id !== id || before.seq !== seq)) {
      violations.push(`${room}: ${clientMessageId} was acknowledged as ${before.seq} and as ${seq}`);
    }
    first.set(clientMessageId, { id, seq });
  }
}

/** A client is given place after place, with what is stored there. */
function checkView({ reader, room, from, whole, events }, stream, violations) {
  let last = from;
  for (const { seq, id, text } of events) {
    if (seq !== last + 1) {
      const what = seq <= last ? 'again or late' : 'too early';
      violations.push(`${room}: ${reader} got ${seq} after ${last}, ${what}`);
    }
    const message = stream.get(seq);
    if (message?.id !== id || message?.text !== text) {
      violations.push(`${room}: ${reader} got ${id} as ${seq}, where ${message?.id ?? 'nothing'} is stored`);
    }
    last = Math.max(last, seq);
  }
  if (whole && last < stream.size) {
    violations.push(`${room}: ${reader} ends at ${last}, the history at ${stream.size}`);
  }
}
