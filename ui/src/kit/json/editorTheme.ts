// How JSON looks in the editor: the tokens of the interface, in both themes.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Colours of JSON tokens. */
export const jsonColours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--syn-key)" },
  { tag: tags.string, color: "var(--syn-str)" },
  { tag: tags.number, color: "var(--syn-num)" },
  { tag: tags.bool, color: "var(--syn-bool)" },
  { tag: tags.null, color: "var(--syn-null)", fontStyle: "italic" },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: "var(--syn-punct)" },
]);

const field = {
  border: "1px solid var(--line-field)",
  borderRadius: "var(--r-2)",
  background: "var(--bg)",
  color: "var(--text)",
  fontFamily: "var(--font-ui)",
  fontSize: "var(--fs-12)",
};

/** Indentations that have a class of their own; deeper ones hang like the deepest. */
export const DEEPEST = 24;

/** A wrapped line goes on two characters to the right of where it started. */
function hangingIndents() {
  const depths = Array.from({ length: DEEPEST + 1 }, (_, depth) => depth);
  return Object.fromEntries(
    depths.map((depth) => [
      `.cm-lineWrapping .cm-in-${depth}`,
      { paddingLeft: `calc(4px + ${depth + 2}ch)`, textIndent: `-${depth + 2}ch` },
    ]),
  );
}

/** The editor's surfaces. */
export const editorTheme = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--bg)" },
  "&.cm-focused": { outline: "none" },
  "&.cm-focused .cm-scroller": { boxShadow: "inset 0 0 0 2px var(--focus)" },
  ".cm-scroller": {
    fontFamily: "var(--font-mono)",
    fontSize: "var(--fs-12)",
    lineHeight: "var(--lh-code)",
    fontFeatureSettings: '"calt" 0',
  },
  ".cm-content": { padding: "6px 0", caretColor: "var(--text)", cursor: "text" },
  ".cm-lineWrapping": { wordBreak: "break-all" },
  ".cm-line": { padding: "0 8px 0 4px" },
  ".cm-gutters": { backgroundColor: "var(--bg)", color: "var(--text-3)", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "22px", padding: "0 4px 0 0" },
  ".cm-foldGutter .cm-gutterElement": { width: "12px", cursor: "pointer", color: "var(--text-3)" },
  ".cm-foldPlaceholder": {
    border: "0",
    borderRadius: "var(--r-1)",
    padding: "0 4px",
    background: "var(--bg-inset)",
    color: "var(--text-2)",
  },
  ".cm-marks": { width: "18px" },
  ".cm-marks svg": { display: "block", margin: "3px 0 0 4px" },
  ".cm-mark-danger": { color: "var(--danger)" },
  ".cm-mark-warn": { color: "var(--warn)" },
  ".cm-mark-info": { color: "var(--info)" },
  ".cm-line-danger": {
    backgroundColor: "var(--danger-soft)",
    boxShadow: "inset 2px 0 0 var(--danger-mark)",
  },
  ".cm-line-warn": {
    backgroundColor: "var(--mod-bg)",
    boxShadow: "inset 2px 0 0 var(--warn-mark)",
  },
  ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": {
    background: "var(--accent-soft)",
  },
  ".cm-searchMatch": { backgroundColor: "var(--find-bg)", color: "var(--text)" },
  ".cm-searchMatch-selected": {
    backgroundColor: "var(--find-bg)",
    outline: "1px solid var(--accent)",
  },
  ".cm-panels": { backgroundColor: "var(--bg-sub)", color: "var(--text)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: "6px 28px 6px 8px", fontFamily: "var(--font-ui)" },
  ".cm-panel.cm-search label": { fontSize: "var(--fs-12)", color: "var(--text-2)" },
  ".cm-textfield": { ...field, height: "24px", padding: "0 6px" },
  ".cm-button": {
    ...field,
    height: "24px",
    padding: "0 8px",
    backgroundImage: "none",
    borderColor: "var(--line-2)",
  },
  ".cm-panel.cm-search [name=close]": {
    color: "var(--text-2)",
    fontSize: "16px",
    top: "6px",
    right: "8px",
  },
  ...hangingIndents(),
});
