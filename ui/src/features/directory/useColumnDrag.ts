// Dragging a column to another place in the chooser, by pointer events: native dragging belongs to the window.
import { type PointerEvent, useState } from "react";

import { moved } from "./columnChoice";

/** The height of an option, in CSS pixels. */
const OPTION = 26;

interface Drag {
  path: string;
  order: readonly string[];
}

/** The order while a column is dragged, and the handler for its handle. */
export function useColumnDrag(
  chosen: readonly string[],
  onOrder: (paths: readonly string[]) => void,
) {
  const [drag, setDrag] = useState<Drag>();
  const start = (path: string) => (down: PointerEvent<HTMLElement>) => {
    if (down.button !== 0) return;
    down.preventDefault();
    const handle = down.currentTarget;
    const from = chosen.indexOf(path);
    const startY = down.clientY;
    let order: readonly string[] = chosen;
    handle.setPointerCapture(down.pointerId);
    const follow = (move: globalThis.PointerEvent) => {
      order = moved(chosen, path, from + Math.round((move.clientY - startY) / OPTION));
      setDrag({ path, order });
    };
    const finish = (drop: boolean) => () => {
      handle.removeEventListener("pointermove", follow);
      setDrag(undefined);
      if (drop && order.join() !== chosen.join()) onOrder(order);
    };
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("pointerup", finish(true), { once: true });
    handle.addEventListener("pointercancel", finish(false), { once: true });
  };
  return { order: drag?.order ?? chosen, dragged: drag?.path, start };
}
