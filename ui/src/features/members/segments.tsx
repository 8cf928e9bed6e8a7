// A segment with its count as people write it: 12,400 and not 12400.
import { formatNumber } from "../../kit/format";
import type { Segment } from "../../kit/Segmented";
import styles from "./members.module.css";

export function counted<T extends string>(
  value: T,
  word: string,
  count: number | undefined,
): Segment<T> {
  if (count === undefined) return { value, label: word };
  const said = formatNumber(count);
  return {
    value,
    label: `${word} ${said}`,
    icon: (
      <>
        {word}
        <span className={styles.count}>{said}</span>
      </>
    ),
  };
}
