// The conditions of a filter as chips: the same text, changed by pressing them.
import { Plus, X } from "lucide-react";
import { Fragment } from "react";

import type { FilterClause } from "../../../host/generated/FilterClause";
import type { FilterComparison } from "../../../host/generated/FilterComparison";
import { visibleText } from "../../../kit/visible";
import { UserText } from "../../../kit/UserText";
import { ClausePopover } from "./ClausePopover";
import { operatorWords, replaced } from "./clauseText";
import styles from "./filter.module.css";

interface FilterChipsProps {
  text: string;
  clauses: readonly FilterClause[];
  /** Changes the text; of a filter that is whole the change is applied at once. */
  onChange: (text: string) => void;
  /** Marks a part of the text in the field. */
  onShow: (clause: FilterClause) => void;
  onAdd: () => void;
}

/** More conditions than people read are left to the text. */
const MOST = 24;

export function FilterChips({ text, clauses, onChange, onShow, onAdd }: FilterChipsProps) {
  const textOf = ({ span }: FilterClause) => text.slice(span.start, span.end);
  return (
    <div role="group" aria-label="Conditions" className={styles.chips} data-testid="filter-chips">
      {clauses.slice(0, MOST).map((clause, place) => (
        <Fragment key={place}>
          {clause.joint && <span className={styles.joiner}>{clause.joint}</span>}
          <span className={styles.chip} data-kind={clause.content.kind} data-testid="filter-chip">
            <ChipFace
              clause={clause}
              text={textOf(clause)}
              onShow={() => onShow(clause)}
              onChange={(condition) => onChange(replaced(text, clause.span, condition))}
            />
            {clause.content.kind !== "draft" && (
              <button
                type="button"
                className={styles.remove}
                aria-label={`Remove ${visibleText(textOf(clause))}`}
                onClick={() => onChange(replaced(text, clause.removal, ""))}
              >
                <X size={12} aria-hidden="true" />
              </button>
            )}
          </span>
        </Fragment>
      ))}
      {clauses.length > MOST && (
        <span className={styles.joiner}>and {clauses.length - MOST} more</span>
      )}
      <button type="button" className={styles.add} data-testid="filter-add" onClick={onAdd}>
        <Plus size={12} aria-hidden="true" />
        condition
      </button>
    </div>
  );
}

interface ChipFaceProps {
  clause: FilterClause;
  text: string;
  onShow: () => void;
  onChange: (condition: string) => void;
}

function ChipFace({ clause, text, onShow, onChange }: ChipFaceProps) {
  const { content } = clause;
  switch (content.kind) {
    case "comparison":
      return (
        <ClausePopover comparison={content} onChange={onChange}>
          <Condition comparison={content} />
        </ClausePopover>
      );
    case "advanced":
      return (
        <button
          type="button"
          className={styles.face}
          title={visibleText(text)}
          aria-label={`advanced: ${visibleText(text)}`}
          onClick={onShow}
        >
          <span className={styles.kind}>advanced</span>
          <UserText text={text} className={styles.code} />
        </button>
      );
    case "draft":
      return <UserText text={`${text}…`} className={styles.draft} />;
  }
}

function Condition({ comparison }: { comparison: FilterComparison }) {
  const { name, operator, dataType, value } = comparison;
  return (
    <>
      <UserText text={name} className={styles.name} />{" "}
      <span>{operatorWords(operator, dataType)}</span>
      {value && (
        <>
          {" "}
          <UserText
            text={value.kind === "text" && value.text === "" ? '""' : value.text}
            className={styles.value}
          />
        </>
      )}
    </>
  );
}
