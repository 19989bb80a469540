/** New codes in the list's own order: two digits of the category, two (or as many as it takes) of the item in it. */
import type { ListItem } from './shapes.ts';

/** Categories keep the order in which they first stand; ids do not change, so matters keep their item. */
export function renumbered<I extends Pick<ListItem, 'code' | 'category'>>(items: readonly I[]): I[] {
  const ordered = [...items].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  const categories = [...new Set(ordered.map((item) => item.category))];
  const most = Math.max(0, ...categories.map((name) => ordered.filter((item) => item.category === name).length));
  const digits = Math.max(2, String(most).length);
  const first = Math.max(2, String(categories.length).length);
  const counts = new Map<string, number>();
  return ordered
    .map((item) => {
      const n = (counts.get(item.category) ?? 0) + 1;
      counts.set(item.category, n);
      const category = String(categories.indexOf(item.category) + 1).padStart(first, '0');
      return { ...item, code: `${category}${String(n).padStart(digits, '0')}` };
    })
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}
