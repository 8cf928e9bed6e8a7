// Which items answer to what was typed, best first; what was chosen lately comes before its equals. Pure.
import type { CommandItem, CommandSection } from "../../kit/CommandDialog";
import { isScattered, match } from "../../kit/fuzzy";

export function ranked<T extends CommandItem>(
  items: readonly T[],
  typed: string,
  recent: readonly string[],
): T[] {
  const age = ({ key }: T) => {
    const place = recent.indexOf(key);
    return place < 0 ? recent.length : place;
  };
  return items
    .flatMap((item) => {
      const distance = distanceOf(item, typed);
      return distance === Infinity ? [] : [{ item, distance }];
    })
    .sort((one, other) => one.distance - other.distance || age(one.item) - age(other.item))
    .map(({ item }) => item);
}

/** Sections in which the letters only stand here and there come after those that hold what was typed in one piece. */
export function nearestFirst<T extends CommandItem>(
  sections: readonly CommandSection<T>[],
  typed: string,
): CommandSection<T>[] {
  const isFar = ({ items }: CommandSection<T>) =>
    items.length > 0 && items.every((item) => isScattered(distanceOf(item, typed)));
  return [...sections.filter((it) => !isFar(it)), ...sections.filter(isFar)];
}

/** Infinity where neither title nor subtitle answers: somebody else has found the item, by what it does not show. */
function distanceOf(item: CommandItem, typed: string): number {
  const inTitle = match(typed, item.title)?.distance;
  const beside = item.subtitle === undefined ? undefined : match(typed, item.subtitle)?.distance;
  return Math.min(inTitle ?? Infinity, (beside ?? Infinity) + 1);
}
