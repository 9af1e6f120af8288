/**
 * Returns a random id. `crypto.randomUUID` is missing on pages that another machine serves over plain
 * HTTP.
 */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
