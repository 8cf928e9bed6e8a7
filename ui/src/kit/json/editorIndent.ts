// Lines that are wrapped hang under where they started. By classes: the page's policy allows no style attributes.
import { RangeSetBuilder } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";

import { DEEPEST } from "./editorTheme";

const LINES = Array.from({ length: DEEPEST + 1 }, (_, depth) =>
  Decoration.line({ class: `cm-in-${depth}` }),
);

function indents({ state, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  let drawn = -1;
  for (const { from, to } of visibleRanges) {
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at);
      const depth = Math.min(DEEPEST, /^ */.exec(line.text)?.[0].length ?? 0);
      const decoration = LINES[depth];
      if (decoration && line.from > drawn) builder.add(line.from, line.from, decoration);
      drawn = line.from;
      at = line.to + 1;
    }
  }
  return builder.finish();
}

/** Hanging indents for the lines in view. */
export const editorIndent = ViewPlugin.define(
  (view) => ({
    decorations: indents(view),
    update(update: ViewUpdate) {
      if (update.docChanged || update.viewportChanged) this.decorations = indents(update.view);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);
