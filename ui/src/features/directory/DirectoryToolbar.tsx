// Over the table: its filter and its columns; below them the conditions, what is shown, and what is odd about the list.
import { Plus } from "lucide-react";

import type { Columns } from "../../host/generated/Columns";
import type { Finding } from "../../host/generated/Finding";
import { Button } from "../../kit/Button";
import { UserText } from "../../kit/UserText";
import { useNavigate } from "../../state/navigation";
import { inSentence } from "../../state/plural";
import { ColumnsPopover } from "./ColumnsPopover";
import styles from "./directory.module.css";
import { replaced, withRoom } from "./filter/clauseText";
import { FilterChips } from "./filter/FilterChips";
import { FilterField } from "./filter/FilterField";
import { FilterMessage } from "./filter/FilterMessage";
import type { FilterBarState } from "./filter/useFilterBar";
import { FindingsPopover } from "./FindingsPopover";
import { nameOf, type Table } from "./memory";

interface DirectoryToolbarProps {
  table: Table;
  plural: string;
  filter: FilterBarState;
  /** The server refused the filter that is applied. */
  refused: boolean;
  /** "5,000 users, server order". */
  shown: string;
  findings: readonly Finding[];
  columns: Columns;
  onChoose: (paths: readonly string[]) => void;
  /** Something opens that a drawer would lie over. */
  onOpen: () => void;
  onExchange: (() => void) | undefined;
  /** Rows that are there are being read again. */
  reloading: boolean;
}

const MESSAGE = "filter-problem";

export function DirectoryToolbar(props: DirectoryToolbarProps) {
  const { table, plural, filter, refused, shown, findings, columns, onExchange } = props;
  const { text, said, input } = filter;
  const current = said?.text === text ? said.checked : undefined;
  const problems = filter.tells ? (current?.problems ?? []) : [];
  const [problem] = problems;
  const isWrong = problem?.severity === "error" || (refused && text === filter.applied);
  const change = (next: string) => {
    // A chip that is still drawn of an earlier text has nothing to say about this one.
    if (!current) return;
    if (current.canonical === undefined) filter.write(next);
    else filter.apply(next);
  };
  return (
    <div className={styles.head}>
      <div className={styles.filter}>
        <FilterField
          table={table}
          what={inSentence(plural)}
          filter={filter}
          invalid={isWrong}
          messageId={problem && MESSAGE}
          onFocus={props.onOpen}
        />
        <ColumnsPopover columns={columns} onChoose={props.onChoose} onOpen={props.onOpen} />
        <NewButton resourceType={table.resourceType} />
      </div>
      {problem && (
        <FilterMessage
          id={MESSAGE}
          problem={problem}
          more={problems.length - 1}
          onInstead={(instead) => {
            filter.write(replaced(text, problem.span, instead));
            input.current?.focus();
          }}
        />
      )}
      <div className={styles.toolbar} role="toolbar" aria-label="Table">
        {said && said.checked.clauses.length > 0 && (
          <FilterChips
            key={`filter ${nameOf(table)}`}
            text={said.text}
            clauses={said.checked.clauses}
            onChange={change}
            onShow={({ span }) => {
              input.current?.focus();
              input.current?.setSelectionRange(span.start, span.end);
            }}
            onAdd={() => {
              filter.write(withRoom(text, said.checked.clauses));
              input.current?.focus();
            }}
          />
        )}
        <span
          className={styles.shown}
          data-beside={said && said.checked.clauses.length > 0 ? true : undefined}
          role="status"
          data-testid="directory-shown"
        >
          <UserText text={shown} />
        </span>
        {findings.length > 0 && (
          <FindingsPopover
            key={`findings ${nameOf(table)}`}
            findings={findings}
            onExchange={onExchange}
          />
        )}
        {props.reloading && (
          <span className={styles.reloading} role="progressbar" aria-label="Reading again" />
        )}
      </div>
    </div>
  );
}

function NewButton({ resourceType }: { resourceType: string }) {
  const navigate = useNavigate();
  return (
    <Button
      icon={<Plus size={16} aria-hidden="true" />}
      onClick={() => navigate.open({ screen: "edit", resourceType })}
      data-testid="directory-new"
    >
      New <UserText text={inSentence(resourceType)} />
    </Button>
  );
}
