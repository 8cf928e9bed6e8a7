// The text of the filter bar: what was applied, until somebody types. What was typed survives leaving the table.
import { useStateOf } from "../../../kit/useStateOf";
import { leave, leftAs, nameOf, type Table } from "../memory";

interface Written {
  /** The filter that was applied when it was written. */
  of: string;
  text: string;
}

export function useFilterText(table: Table, applied: string): [string, (text: string) => void] {
  const [written, setWritten] = useStateOf<Written>(nameOf(table), () => {
    const { draft } = leftAs(table);
    return draft?.of === applied ? draft : { of: applied, text: applied };
  });
  // Another filter was applied: by going back, from the palette, by clearing.
  if (written.of !== applied) setWritten(() => ({ of: applied, text: applied }));
  const write = (text: string) => {
    leave(table, { draft: text === applied ? undefined : { of: applied, text } });
    setWritten(() => ({ of: applied, text }));
  };
  return [written.of === applied ? written.text : applied, write];
}
