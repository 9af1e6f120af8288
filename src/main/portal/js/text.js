/** Removes surrounding white space; line breaks within the text stay. */
export function clean(text) {
  return text.replace(/^(\s*\n)+/, '').trimEnd();
}
