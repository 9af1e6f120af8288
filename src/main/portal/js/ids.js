/**
 * A random id. Not `crypto.randomUUID`, which is missing on pages over plain HTTP from another
 * machine.
 */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
