/** No token is available, and retrying would not help. `code` says why. */
export class TokenError extends Error {
  constructor(code, message, violations = []) {
    super(message);
    this.code = code;
    this.violations = violations;
  }
}

/**
 * Fetches a development token for a name. The user id is the name in lower case, so that the same
 * name is the same user on the next sign-in. A server that is not in development mode returns 404.
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
      'This server does not issue development tokens. Paste an access token instead.',
    );
  }
  const problem = await response.json().catch(() => ({}));
  if (response.status < 500) {
    throw new TokenError(
      problem.code ?? String(response.status),
      'The server does not accept this name.',
      problem.violations,
    );
  }
  // A temporary failure: the next attempt asks again.
  throw new Error(`No token: ${response.status}`);
}

/** Returns the token for the next connection: a new one for a name, or the pasted one. */
export function tokenFor(session) {
  return session.token !== null ? Promise.resolve(session.token) : developmentToken(session.name);
}
