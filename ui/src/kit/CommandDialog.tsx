// A list that is searched by typing, over the window: the field keeps the focus and points at the rows.
import { Dialog as Base } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useRef, useState } from "react";

import styles from "./CommandDialog.module.css";
import { Kbd } from "./Kbd";
import { Marked } from "./Marked";
import { revealOption } from "./reveal";

export interface CommandItem {
  /** Its own among all. */
  key: string;
  icon: ReactNode;
  title: string;
  /** Beside the title, less strong. */
  subtitle?: string | undefined;
  /** The subtitle is code. */
  code?: boolean | undefined;
  /** At the end of the row. */
  end?: ReactNode;
}

export interface CommandSection<T extends CommandItem> {
  title: string;
  items: readonly T[];
}

interface CommandDialogProps<T extends CommandItem> {
  onClose: () => void;
  /** The accessible name of the dialog and of its field. */
  label: string;
  typed: string;
  onTyped: (typed: string) => void;
  /** What is marked in the rows. */
  marked: string;
  sections: readonly CommandSection<T>[];
  onChoose: (item: T) => void;
  /** How much was found, at the end of the field. */
  status: string;
  /** What stands there when nothing is found. */
  nothing: string;
  /** The keys, at the foot. */
  foot: ReactNode;
}

/** It is open for as long as it is drawn. */
export function CommandDialog<T extends CommandItem>(props: CommandDialogProps<T>) {
  const { onClose, label } = props;
  const chosen = useRef(false);
  const input = useRef<HTMLInputElement>(null);
  // The field takes the focus at once, so that no letter goes to what had it: remember that first.
  const [before] = useState(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement : undefined,
  );
  return (
    <Base.Root
      open
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          aria-modal="true"
          aria-label={label}
          data-testid="palette"
          className={styles.dialog}
          initialFocus={input}
          // Whoever chose goes on there; whoever did not is back where they were.
          finalFocus={() => (chosen.current ? false : (before ?? true))}
        >
          <CommandList
            {...props}
            field={input}
            onChoose={(item) => {
              chosen.current = true;
              onClose();
              props.onChoose(item);
            }}
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface CommandListProps<T extends CommandItem> extends CommandDialogProps<T> {
  field: RefObject<HTMLInputElement | null>;
}

function CommandList<T extends CommandItem>(props: CommandListProps<T>) {
  const { onClose, label, typed, onTyped, sections, onChoose, status, nothing, foot, field } =
    props;
  const id = useId();
  const [at, setAt] = useState(0);
  const items = sections.flatMap((section) => section.items);
  const active = Math.min(at, Math.max(0, items.length - 1));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const goal = stepped(event, active, items.length);
    const item = items[active];
    const closes = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (goal !== undefined) setAt(goal);
    else if (event.key === "Enter" && item) onChoose(item);
    else if (closes) onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div className={styles.search}>
        <Search size={16} aria-hidden="true" />
        <input
          ref={field}
          autoFocus
          type="text"
          role="combobox"
          spellCheck={false}
          autoComplete="off"
          aria-label={label}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={items.length > 0 ? `${id}-${active}` : undefined}
          data-testid="palette-input"
          placeholder={label}
          className={styles.input}
          value={typed}
          onChange={(event) => {
            onTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <span role="status" className={styles.status}>
          {status}
        </span>
      </div>
      <div role="listbox" id={`${id}-list`} aria-label="Results" className={styles.list}>
        {sections.map((section) => (
          <div key={section.title} role="group" aria-label={section.title}>
            <div className={styles.title} aria-hidden="true">
              {section.title}
            </div>
            {section.items.map((item) => {
              const place = items.indexOf(item);
              return (
                // The text field has the focus and points here; a pointer chooses directly.
                // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- keys go to the combobox
                <div
                  key={item.key}
                  id={`${id}-${place}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={place === active}
                  data-testid="palette-item"
                  className={styles.item}
                  ref={place === active ? revealOption : undefined}
                  onPointerMove={() => setAt(place)}
                  onClick={() => onChoose(item)}
                >
                  <ItemContent item={item} marked={props.marked} active={place === active} />
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {items.length === 0 && <p className={styles.none}>{nothing}</p>}
      <div className={styles.foot}>{foot}</div>
    </>
  );
}

function stepped(event: KeyboardEvent, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (event.key) {
    case "ArrowDown":
      return (at + 1) % count;
    case "ArrowUp":
      return (at - 1 + count) % count;
    case "PageDown":
      return Math.min(at + 8, count - 1);
    case "PageUp":
      return Math.max(at - 8, 0);
    default:
      return undefined;
  }
}

interface ItemContentProps {
  item: CommandItem;
  marked: string;
  active: boolean;
}

function ItemContent({ item, marked, active }: ItemContentProps) {
  const { icon, title, subtitle, code, end } = item;
  return (
    <>
      <span className={styles.icon}>{icon}</span>
      <Marked text={title} typed={marked} className={styles.name} />
      {subtitle !== undefined && (
        <Marked
          text={subtitle}
          typed={code ? "" : marked}
          className={code ? styles.code : styles.subtitle}
        />
      )}
      <span className={styles.end}>
        {end}
        {active && <Kbd>Enter</Kbd>}
      </span>
    </>
  );
}
