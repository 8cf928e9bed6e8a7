// What is wrong with a filter, under its field: what is there, what it means, what could stand there.
import { CircleX, TriangleAlert } from "lucide-react";

import type { FilterProblem } from "../../../host/generated/FilterProblem";
import { Prose } from "../../../kit/Prose";
import { visibleText } from "../../../kit/visible";
import styles from "./filter.module.css";

interface FilterMessageProps {
  id: string;
  problem: FilterProblem;
  /** How many more there are. */
  more: number;
  /** Writes something in the place of what is wrong. */
  onInstead: (text: string) => void;
}

export function FilterMessage({ id, problem, more, onInstead }: FilterMessageProps) {
  const isError = problem.severity === "error";
  const Icon = isError ? CircleX : TriangleAlert;
  return (
    <p
      id={id}
      role="status"
      className={styles.message}
      data-severity={problem.severity}
      data-testid="filter-problem"
    >
      <Icon size={14} role="img" aria-label={isError ? "Error" : "Warning"} />
      <span className={styles.messageText}>
        <Prose text={problem.message} />
        {problem.expected.length > 0 && (
          <span className={styles.expected}>
            {" "}
            Expected: <Prose text={problem.expected.join(", or ")} />.
          </span>
        )}
        {problem.instead.slice(0, 3).map((text) => (
          <button
            key={text}
            type="button"
            className={styles.instead}
            onClick={() => onInstead(text)}
          >
            {visibleText(text)}
          </button>
        ))}
        {more > 0 && <span className={styles.expected}> And {more} more.</span>}
      </span>
    </p>
  );
}
