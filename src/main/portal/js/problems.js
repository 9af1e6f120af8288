const PLAIN = {
  ACCESS_DENIED: 'You are not allowed to do this.',
  BANNED: 'You are banned from this room.',
  MESSAGE_NOT_FOUND: 'This message no longer exists.',
  MUTED: 'You are muted in this room.',
  NOT_IN_ROOM: 'You are not in this room.',
  OFFLINE: 'There is no connection.',
  QUOTA_EXCEEDED: 'You have too many rooms.',
  RATE_LIMITED: 'You are sending too much at once.',
  ROOM_CLOSED: 'This room is closed.',
  ROOM_FULL: 'This room is full.',
  ROOM_NOT_FOUND: 'This room does not exist.',
  TIMEOUT: 'The server did not answer.',
  UNAVAILABLE: 'The server cannot store messages right now.',
  USER_NOT_FOUND: 'The server does not know this person.',
};

/**
 * Explains an error to the user: what went wrong, when to try again, and the error code for looking
 * it up.
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
