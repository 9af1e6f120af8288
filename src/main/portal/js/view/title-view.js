import { current, unreadInAll } from '../state.js';
import { count } from './format.js';

/** The tab's title: how much is unread, and where one is. */
export function titleView(state) {
  const open = state.screen === 'app' ? current(state) : null;
  const news = unreadInAll(state);
  const title = `${news > 0 ? `(${count(news)}) ` : ''}${open ? `${open.name} · ` : ''}Parley`;
  if (document.title !== title) document.title = title;
}
