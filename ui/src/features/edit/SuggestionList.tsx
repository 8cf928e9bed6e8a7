// Suggested values below a field. It lies over everything, so that no pane cuts it off; scrolling closes it.
import type { RefObject } from "react";
import { useEffect, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";

import { revealOption } from "../../kit/reveal";
import { UserText } from "../../kit/UserText";
import styles from "./controls.module.css";
import type { Suggestion } from "./suggestions";

interface SuggestionListProps {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  label: string;
  suggestions: readonly Suggestion[];
  at: number;
  onTake: (value: string) => void;
  onClose: () => void;
}

const TALLEST = 240;

export function SuggestionList(props: SuggestionListProps) {
  const { id, anchor, label, suggestions, at, onTake, onClose } = props;
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = (anchor.current?.parentElement ?? anchor.current)?.getBoundingClientRect();
    if (!box || !list.current) return;
    const below = window.innerHeight - box.bottom;
    const isBelow = below > TALLEST || below > box.top;
    const { style } = list.current;
    style.left = `${box.left}px`;
    style.minWidth = `${box.width}px`;
    style.maxHeight = `${Math.min(TALLEST, (isBelow ? below : box.top) - 12)}px`;
    if (isBelow) style.top = `${box.bottom + 2}px`;
    else style.bottom = `${window.innerHeight - box.top + 2}px`;
  }, [anchor]);
  useEffect(() => {
    const onScroll = (event: Event) => {
      if (event.target instanceof Element && event.target.id === id) return;
      onClose();
    };
    window.addEventListener("scroll", onScroll, true);
    return () => window.removeEventListener("scroll", onScroll, true);
  });
  return createPortal(
    <div ref={list} role="listbox" id={id} aria-label={label} className={styles.suggestions}>
      {suggestions.map(({ value, title }, index) => (
        // The text field has the focus and points here; a pointer chooses directly.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- keys go to the combobox
        <div
          key={`${index} ${value}`}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          ref={index === at ? revealOption : undefined}
          className={styles.suggestion}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(value)}
        >
          <UserText text={value} />
          {title !== undefined && <UserText text={title} className={styles.second} />}
        </div>
      ))}
    </div>,
    document.body,
  );
}
