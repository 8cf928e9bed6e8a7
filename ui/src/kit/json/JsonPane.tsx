// JSON text with its tools: how much it is, laid out or as received, wrapped or not, search, copy.
import { Search, WrapText } from "lucide-react";
import { type ReactNode, useState } from "react";

import { CopyButton } from "../CopyButton";
import { formatBytes, formatNumber } from "../format";
import { IconButton } from "../IconButton";
import { useRemembered } from "../remembered";
import { Segmented } from "../Segmented";
import styles from "./json.module.css";
import { JsonView } from "./JsonView";
import { linesOf } from "./lines";
import type { Mark } from "./mark";
import { LONGEST_FOR_EDITOR, useDrawn } from "./useDrawn";

interface JsonPaneProps {
  /** The accessible name. */
  label: string;
  /** Exactly the text received. */
  text: string;
  /** Before the size of the text. */
  lead?: ReactNode;
  /** Remarks on the text that is drawn. */
  marksIn?: (drawn: string) => readonly Mark[];
  goTo?: { line: number } | undefined;
  copy: (text: string) => Promise<void>;
  /** Below the text; it is told the text that is drawn. */
  children?: (drawn: string) => ReactNode;
}

const FORMS = [
  { value: "formatted", label: "Formatted" },
  { value: "received", label: "As received" },
] as const;

const NO_MARKS: readonly Mark[] = [];

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

export function JsonPane({ label, text, lead, marksIn, goTo, copy, children }: JsonPaneProps) {
  const [wrap, setWrap] = useRemembered<"on" | "off">("json.wrap", "on");
  const { drawn, canFormat, form, setForm } = useDrawn(text);
  const [find, setFind] = useState<object>();
  const lines = linesOf(drawn).at(-1)?.number ?? 1;
  const inEditor = drawn.length <= LONGEST_FOR_EDITOR;
  return (
    <div className={styles.pane} data-scope="resource" data-lead={lead ? true : undefined}>
      <div className={styles.tools}>
        {lead}
        <span className={styles.size}>
          <span className={styles.lines}>
            {formatNumber(lines)} {lines === 1 ? "line" : "lines"},{" "}
          </span>
          {formatBytes(sizeOf(text))}
        </span>
        <span className={styles.push} />
        {canFormat && (
          <Segmented
            label="Layout"
            value={form}
            segments={FORMS}
            onChange={setForm}
            testId="json-form"
          />
        )}
        {inEditor && (
          <>
            <IconButton
              small
              label="Wrap lines"
              aria-pressed={wrap === "on"}
              icon={<WrapText size={14} aria-hidden="true" />}
              onClick={() => setWrap(wrap === "on" ? "off" : "on")}
            />
            <IconButton
              small
              label="Find"
              keys="Ctrl+F"
              icon={<Search size={14} aria-hidden="true" />}
              onClick={() => setFind({})}
            />
          </>
        )}
        <CopyButton label="Copy as received" copy={() => copy(text)} testId="json-copy" />
      </div>
      <JsonView
        label={label}
        text={drawn}
        wrap={wrap === "on"}
        marks={marksIn ? marksIn(drawn) : NO_MARKS}
        goTo={goTo}
        find={find}
      />
      {children?.(drawn)}
    </div>
  );
}
