import { current, unreadInAll } from '../state.js';
import { count } from './format.js';

/** The title of the tab: the number of unread messages and the open conversation. */
export function titleView(state) {
  const open = state.screen === 'app' ? current(state) : null;
  const news = unreadInAll(state);
  const title = `${news > 0 ? `(${count(news)}) ` : ''}${open ? `${open.name} · ` : ''}Parley`;
  if (document.title !== title) document.title = title;
}
