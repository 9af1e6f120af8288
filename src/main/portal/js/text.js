/** Without the white space around it that nobody meant to send; line breaks within stay. */
export function clean(text) {
  return text.replace(/^(\s*\n)+/, '').trimEnd();
}
