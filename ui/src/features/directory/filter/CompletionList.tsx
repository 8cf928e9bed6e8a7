// How the filter can go on: a list under the caret's word, and beside it what the chosen attribute is.
import type { FilterCompletion } from "../../../host/generated/FilterCompletion";
import { Kbd } from "../../../kit/Kbd";
import { Marked } from "../../../kit/Marked";
import { revealOption } from "../../../kit/reveal";
import { UserText } from "../../../kit/UserText";
import { shortUrn } from "../../../kit/urn";
import styles from "./filter.module.css";
import type { CompletionsShown } from "./useCompletionList";

interface CompletionListProps {
  id: string;
  list: CompletionsShown;
  /** The letters that were typed of the word. */
  typed: string;
  /** Where the word begins, in pixels from the left of the bar. */
  left: number;
  onTake: (completion: FilterCompletion) => void;
}

export function CompletionList({ id, list, typed, left, onTake }: CompletionListProps) {
  const { shown, active, at } = list;
  const explains = shown.some((it) => it.kind === "attribute");
  return (
    <div
      className={styles.completions}
      data-testid="filter-completions"
      data-explains={explains || undefined}
      style={{ left }}
    >
      <div className={styles.columns}>
        <div role="listbox" id={id} aria-label="Completions" className={styles.options}>
          {shown.map((completion, index) => (
            // The text field has the focus and points here; a pointer chooses directly.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- keys go to the combobox
            <div
              key={`${completion.kind} ${completion.insert}`}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className={styles.option}
              ref={index === at ? revealOption : undefined}
              onPointerMove={() => list.pointAt(index)}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onTake(completion)}
            >
              <Option completion={completion} typed={typed} />
            </div>
          ))}
        </div>
        {explains && active && <About completion={active} />}
      </div>
      <div className={styles.foot}>
        <span>
          <Kbd>Tab</Kbd>insert
        </span>
        <span>
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd>choose
        </span>
        <span>
          <Kbd>Esc</Kbd>close
        </span>
      </div>
    </div>
  );
}

function Option({ completion, typed }: { completion: FilterCompletion; typed: string }) {
  const { label, detail, schema } = completion;
  return (
    <>
      <span className={styles.optionName}>
        <span className={styles.optionLabel}>
          <Marked text={label} typed={typed} />
        </span>
        {schema !== undefined && (
          <UserText text={shortUrn(schema)} className={styles.optionSchema} />
        )}
      </span>
      <span className={styles.optionDetail}>{detail}</span>
    </>
  );
}

function About({ completion }: { completion: FilterCompletion }) {
  const { label, description, notes, detail } = completion;
  return (
    <div className={styles.about}>
      <p className={styles.aboutName}>{label}</p>
      <p className={styles.aboutType}>{detail}</p>
      {description !== undefined && (
        <p className={styles.aboutText}>
          <UserText text={description} />
        </p>
      )}
      {notes.map((note) => (
        <p key={note} className={styles.aboutNote}>
          {note}
        </p>
      ))}
    </div>
  );
}
