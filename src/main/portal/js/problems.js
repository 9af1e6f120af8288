const PLAIN = {
  ACCESS_DENIED: 'You may not do this.',
  BANNED: 'You are banned from this room.',
  MESSAGE_NOT_FOUND: 'This message is not there any more.',
  MUTED: 'You are muted in this room.',
  NOT_IN_ROOM: 'You are not in this room.',
  OFFLINE: 'There is no connection.',
  RATE_LIMITED: 'That was too much at once.',
  ROOM_CLOSED: 'This room is closed.',
  ROOM_FULL: 'This room is full.',
  ROOM_NOT_FOUND: 'This room does not exist.',
  TIMEOUT: 'The server did not answer.',
  UNAVAILABLE: 'The server cannot store anything now.',
  USER_NOT_FOUND: 'This person is not known here.',
};

/**
 * One sentence or two for people: what went wrong, when to try again, and the code for whoever
 * looks it up.
 */
export function explain(error) {
  const parts = [PLAIN[error.code] ?? sentence(error.message ?? 'Something went wrong')];
  for (const { field, message } of error.violations ?? [])
    parts.push(sentence(field ? `${field}: ${message}` : message));
  if (error.retryAfter) parts.push(`Try again in ${Math.ceil(error.retryAfter / 1000)} s.`);
  if (error.code) parts.push(`(${error.code})`);
  return parts.join(' ');
}

function sentence(text) {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
