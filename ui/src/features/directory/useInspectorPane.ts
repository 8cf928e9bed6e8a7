// Whether the inspector is shown: beside the table, or as a drawer over it in narrow windows.
import { useRemembered } from "../../kit/remembered";
import { useNarrow } from "../../kit/useNarrow";
import { useStateOf } from "../../kit/useStateOf";
import { focusContent } from "../../state/panes";
import { nameOf, type Table } from "./memory";

export interface InspectorPane {
  open: boolean;
  /** It lies over the table. */
  drawer: boolean;
  toggle: () => void;
  show: () => void;
  close: () => void;
  /** Closes it and goes back to the table. */
  leave: () => void;
}

/** Beside the table it is remembered; a drawer opens when asked for, or when the place names a resource. */
export function useInspectorPane(table: Table, selectedId: string | undefined): InspectorPane {
  const narrow = useNarrow();
  const [beside, setBeside] = useRemembered<"open" | "closed">("inspector", "open");
  const [over, setOver] = useStateOf(nameOf(table), () => selectedId !== undefined);
  const open = narrow ? over : beside === "open";
  const set = (next: boolean) => {
    if (narrow) setOver(() => next);
    else setBeside(next ? "open" : "closed");
  };
  return {
    open,
    drawer: narrow,
    toggle: () => set(!open),
    show: () => set(true),
    close: () => set(false),
    leave: () => {
      set(false);
      focusContent();
    },
  };
}
