/** A token could not be had, and asking again would not help. `code` says why. */
export class TokenError extends Error {
  constructor(code, message, violations = []) {
    super(message);
    this.code = code;
    this.violations = violations;
  }
}

/**
 * Fetches a development token for a name. The user id is the name in lower case, so that the same
 * name is the same user at the next sign-in. Where the server is not in development mode it answers
 * 404.
 */
async function developmentToken(name) {
  const response = await fetch('/dev/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ sub: name.toLowerCase(), username: name }),
  });
  if (response.ok) return (await response.json()).token;
  if (response.status === 404) {
    throw new TokenError(
      'NO_DEVELOPMENT_MODE',
      'This server gives no development tokens. Paste an access token instead.',
    );
  }
  const problem = await response.json().catch(() => ({}));
  if (response.status < 500) {
    throw new TokenError(
      problem.code ?? String(response.status),
      'The server refuses this name.',
      problem.violations,
    );
  }
  // The server is not well now: it is asked again with the next attempt.
  throw new Error(`No token: ${response.status}`);
}

/** The token for the next connection: a fresh one for a name, or the one that was pasted. */
export function tokenFor(session) {
  return session.token !== null ? Promise.resolve(session.token) : developmentToken(session.name);
}
