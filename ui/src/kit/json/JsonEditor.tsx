// CodeMirror as a reader of JSON. A module of its own, so that it is loaded when first shown.
import { json } from "@codemirror/lang-json";
import { codeFolding, foldGutter, foldKeymap, syntaxHighlighting } from "@codemirror/language";
import { openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";

import { editorIndent } from "./editorIndent";
import { editorMarks } from "./editorMarks";
import { editorTheme, jsonColours } from "./editorTheme";
import styles from "./json.module.css";
import type { Mark } from "./mark";

export interface JsonEditorProps {
  /** The accessible name. */
  label: string;
  text: string;
  wrap: boolean;
  marks: readonly Mark[];
  /** A line to bring into view; a new object asks again. */
  goTo?: { line: number } | undefined;
  /** A new object opens the search. */
  find?: object | undefined;
}

const wrapping = new Compartment();

// The page's policy allows style elements by nonce only; the bundle's own style element carries it.
function nonce(): string {
  return document.querySelector<HTMLStyleElement>("style[nonce]")?.nonce ?? "";
}

function extensions({ label, wrap, marks }: JsonEditorProps) {
  return [
    EditorView.cspNonce.of(nonce()),
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({
      "aria-label": label,
      "aria-readonly": "true",
      // It scrolls, so the keyboard must reach it, however the browser takes what can be edited.
      tabindex: "0",
    }),
    editorMarks(marks),
    lineNumbers(),
    codeFolding(),
    foldGutter({ openText: "▾", closedText: "▸" }),
    json(),
    syntaxHighlighting(jsonColours),
    search({ top: true }),
    keymap.of([...searchKeymap, ...foldKeymap]),
    wrapping.of(wrap ? EditorView.lineWrapping : []),
    editorIndent,
    editorTheme,
  ];
}

/** The editor. Another text makes another view; what was asked for once (a line, the search) is not asked again. */
export function JsonEditor(props: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const { text, marks, label, wrap, goTo, find } = props;

  useEffect(() => {
    if (!host.current) return undefined;
    const state = EditorState.create({
      doc: text,
      extensions: extensions({ label, text, wrap, marks }),
    });
    const created = new EditorView({ state, parent: host.current });
    view.current = created;
    return () => created.destroy();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- wrapping is changed in place below
  }, [text, marks, label]);

  useEffect(() => {
    view.current?.dispatch({ effects: wrapping.reconfigure(wrap ? EditorView.lineWrapping : []) });
  }, [wrap]);

  useEffect(() => {
    const editor = view.current;
    if (!goTo || !editor) return;
    const line = editor.state.doc.line(Math.min(goTo.line, editor.state.doc.lines));
    editor.dispatch({
      selection: { anchor: line.from, head: line.to },
      effects: EditorView.scrollIntoView(line.from, { y: "center" }),
    });
    editor.focus();
  }, [goTo]);

  useEffect(() => {
    if (find && view.current) openSearchPanel(view.current);
  }, [find]);

  return <div ref={host} className={styles.editor} />;
}
