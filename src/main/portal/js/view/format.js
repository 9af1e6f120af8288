const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const dayOfYear = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const HUES = 8;

export function time(timestamp) {
  return clock.format(new Date(timestamp));
}

export function fullTime(timestamp) {
  return moment.format(new Date(timestamp));
}

/** Returns the day in the reader's time zone, for comparisons. */
export function dayOf(timestamp) {
  return new Date(timestamp).toDateString();
}

export function dayName(timestamp) {
  const date = new Date(timestamp);
  const now = new Date();
  const days = Math.round((startOfDay(date) - startOfDay(now)) / 86_400_000);
  if (days === 0 || days === -1) return capital(relative.format(days, 'day'));
  return (date.getFullYear() === now.getFullYear() ? day : dayOfYear).format(date);
}

/** Formats a count for a badge: `99+` above the limit. */
export function count(number, most = 99) {
  return number > most ? `${most}+` : String(number);
}

/** Returns one or two letters of a name, as whole characters of any script. */
export function initials(name) {
  const words = name.split(/[\s._-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = words.slice(0, 2).map((word) => word.match(/[\p{L}\p{N}]/u)[0]);
  return letters.join('').toUpperCase() || '?';
}

/** Returns the colour of a person, the same everywhere. */
export function hue(userId) {
  let hash = 0;
  for (const character of userId) hash = (hash * 31 + character.codePointAt(0)) >>> 0;
  return `hue-${hash % HUES}`;
}

function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}

function capital(text) {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
