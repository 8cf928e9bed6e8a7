// Finds a resource by its name, userName or id: first among those that were read, on demand on the server.
import { useQuery } from "@tanstack/react-query";
import type { KeyboardEvent } from "react";
import { useId, useState } from "react";

import { Button } from "../../kit/Button";
import { Note } from "../../kit/Note";
import { revealOption } from "../../kit/reveal";
import { TextInput } from "../../kit/TextInput";
import { useSettled } from "../../kit/useSettled";
import { UserText } from "../../kit/UserText";
import styles from "./picker.module.css";
import type { Candidate } from "./pickerApi";
import { foundQuery, useServerSearch } from "./pickerApi";

interface ReferencePickerProps {
  tenantId: string;
  /** The resource types that it may be of; empty for all. */
  types: readonly string[];
  onPick: (picked: Candidate) => void;
}

const SETTLED_MS = 120;

export function ReferencePicker({ tenantId, types, onPick }: ReferencePickerProps) {
  const [text, setText] = useState("");
  const sought = useSettled(text.trim(), SETTLED_MS);
  const known = useQuery(foundQuery(tenantId, types, sought));
  const server = useServerSearch(tenantId, types);
  const filter = known.data?.filter;
  const isAnswered = server.asked !== undefined && server.asked === filter;
  const shown = isAnswered
    ? merged(known.data?.found ?? [], server.found)
    : (known.data?.found ?? []);
  const [pointed, setAt] = useState(0);
  const at = pointed < shown.length ? pointed : 0;
  const id = useId();
  const search = () => {
    if (filter !== undefined) server.search(filter);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && shown.length > 0) {
      event.preventDefault();
      setAt((at + step + shown.length) % shown.length);
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    // What was found is for other letters than those that stand there now.
    if (text.trim() !== sought || known.isFetching) return;
    const chosen = shown[at];
    if (chosen) onPick(chosen);
    else search();
  };
  return (
    <div className={styles.picker}>
      <TextInput
        role="combobox"
        aria-label="Name, userName or id"
        aria-expanded={shown.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown.length > 0 ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        value={text}
        onChange={(next) => {
          setText(next);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <CandidateList id={id} shown={shown} at={at} onPick={onPick} />
      {server.error && (
        <Note tone="danger" role="alert" title={<UserText text={server.error.title} />}>
          <UserText text={server.error.detail} />
        </Note>
      )}
      <div className={styles.foot} data-testid="picker-foot">
        <span role="status">{statusOf(shown.length, sought, isAnswered, server.busy)}</span>
        {filter !== undefined && !isAnswered && (
          <Button small busy={server.busy} disabled={server.busy} onClick={search}>
            Search the server
          </Button>
        )}
      </div>
    </div>
  );
}

function statusOf(count: number, sought: string, isAnswered: boolean, busy: boolean): string {
  if (busy) return "Searching the server";
  const where = isAnswered ? "read before or found on the server" : "read before";
  if (count > 0) return `${count} ${where}`;
  if (sought === "") return "Type some letters of a name";
  return isAnswered ? "Nobody is called so" : "None of those that were read is called so";
}

function merged(known: readonly Candidate[], found: readonly Candidate[]): readonly Candidate[] {
  const isFound = ({ resourceType, id }: Candidate) =>
    found.some((it) => it.id === id && it.resourceType === resourceType);
  return [...found, ...known.filter((it) => !isFound(it))];
}

interface CandidateListProps {
  id: string;
  shown: readonly Candidate[];
  at: number;
  onPick: (picked: Candidate) => void;
}

function CandidateList({ id, shown, at, onPick }: CandidateListProps) {
  return (
    <div role="listbox" id={`${id}-list`} aria-label="Found" className={styles.list}>
      {shown.map((it, index) => (
        // The text field has the focus and points here; a pointer chooses directly.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- keys go to the combobox
        <div
          key={`${it.resourceType} ${it.id}`}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          ref={index === at ? revealOption : undefined}
          className={styles.option}
          data-off={it.active === false || undefined}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(it)}
        >
          <span className={styles.title}>
            <UserText text={it.title} />
            {it.active === false && <span className={styles.off}> disabled</span>}
          </span>
          <span className={styles.second}>
            {it.subtitle !== undefined && (
              <>
                <UserText text={it.subtitle} />{" "}
              </>
            )}
            <UserText text={it.id} className="mono" />
          </span>
        </div>
      ))}
    </div>
  );
}
