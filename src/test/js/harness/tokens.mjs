// Tokens for loads whose servers start again: signed with the key in PARLEY_KEY (PEM), which a server
// that starts again still knows.
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

const key = createPrivateKey(readFileSync(process.env.PARLEY_KEY));
const part = (json) => Buffer.from(JSON.stringify(json)).toString('base64url');

export function tokenOf(claims) {
  const now = Math.floor(Date.now() / 1_000);
  const body = { iss: 'test', iat: now, exp: now + 86_400, groups: ['user'], ...claims };
  const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(body)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}
