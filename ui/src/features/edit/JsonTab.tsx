// The draft as JSON: the same draft as in the form, typed as text.
import { useId, useState } from "react";

import { writeClipboard } from "../../host/call";
import { CopyButton } from "../../kit/CopyButton";
import { formatNumber } from "../../kit/format";
import { lineAt, locate } from "../../kit/json/locate";
import type { Mark } from "../../kit/json/mark";
import { LinkButton } from "../../kit/LinkButton";
import { FieldMessage } from "../../kit/Field";
import { marksOf } from "../finding/findingMarks";
import { WHOLE } from "./draftSession";
import styles from "./edit.module.css";
import { useDraft, useDraftSession, useLeaving, useTyped } from "./session";
import { TextEditor } from "./TextEditor";

export function JsonTab() {
  const session = useDraftSession();
  const { text: drafted, textProblem, violations } = useDraft();
  const typed = useTyped(WHOLE);
  useLeaving(WHOLE);
  const problemId = useId();
  const [goTo, setGoTo] = useState<{ line: number }>();
  const text = typed?.text ?? drafted;
  const isRead = typed === undefined || typed.kept;
  // Marks belong to the text that the backend read; while another one is typed they would stand anywhere.
  const marks = isRead ? marksFor(text, textProblem, violations) : NO_MARKS;
  const problem = isRead ? textProblem : undefined;
  const lines = text.split("\n").length;
  return (
    <div className={styles.json}>
      <div className={styles.jsonTools}>
        <span className={styles.quiet}>{formatNumber(lines)} lines</span>
        {violations[0] && !problem && (
          <LinkButton
            onClick={() => {
              const pointer = violations[0]?.finding.pointer ?? "";
              setGoTo({ line: lineAt(text, locate(text, pointer)) });
            }}
          >
            Go to the first problem
          </LinkButton>
        )}
        <span className={styles.push} />
        <CopyButton label="Copy the JSON" copy={() => writeClipboard(text)} />
      </div>
      <div className={styles.jsonText}>
        <TextEditor
          label="JSON of the draft"
          text={text}
          marks={marks}
          goTo={goTo}
          invalid={problem !== undefined}
          describedBy={problem ? problemId : undefined}
          onChange={(next) => session.text(next)}
          onFocus={() => session.enter(WHOLE)}
          onBlur={() => session.leave(WHOLE)}
        />
      </div>
      {problem && (
        <div id={problemId} role="status" className={styles.jsonProblem} data-testid="text-problem">
          <FieldMessage
            error={`Line ${problem.line}, column ${problem.column}: ${problem.message}`}
          />
          <LinkButton onClick={() => setGoTo({ line: problem.line })}>Go there</LinkButton>
        </div>
      )}
    </div>
  );
}

const NO_MARKS: readonly Mark[] = [];

function marksFor(
  text: string,
  problem: ReturnType<typeof useDraft>["textProblem"],
  violations: ReturnType<typeof useDraft>["violations"],
): readonly Mark[] {
  if (problem) return [{ line: problem.line, tone: "danger", text: problem.message }];
  return marksOf(
    text,
    violations.map(({ finding }) => finding),
  );
}
