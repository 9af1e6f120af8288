// Tokens for loads during which servers restart: signed with the key in PARLEY_KEY (PEM), which stays valid after a
// restart.
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
