// Which items answer to what was typed, best first; what was chosen lately comes before its equals. Pure.
import type { CommandItem } from "../../kit/CommandDialog";
import { match } from "../../kit/fuzzy";

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
      const inTitle = match(typed, item.title)?.distance;
      const beside =
        item.subtitle === undefined ? undefined : match(typed, item.subtitle)?.distance;
      const distance = Math.min(inTitle ?? Infinity, (beside ?? Infinity) + 1);
      return distance === Infinity ? [] : [{ item, distance }];
    })
    .sort((one, other) => one.distance - other.distance || age(one.item) - age(other.item))
    .map(({ item }) => item);
}
