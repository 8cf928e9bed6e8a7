// Remarks in the editor: an icon of its own shape in the gutter, and the line behind it tinted.
import { type Extension, RangeSetBuilder } from "@codemirror/state";
import { Decoration, EditorView, gutter, GutterMarker } from "@codemirror/view";

import { type Mark, marksByLine, type MarkTone } from "./mark";

const SHAPES: Record<MarkTone, readonly (readonly [string, Record<string, string>])[]> = {
  danger: [
    ["circle", { cx: "12", cy: "12", r: "10" }],
    ["path", { d: "m15 9-6 6M9 9l6 6" }],
  ],
  warn: [
    [
      "path",
      {
        d: "m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01",
      },
    ],
  ],
  info: [
    ["circle", { cx: "12", cy: "12", r: "10" }],
    ["path", { d: "M12 16v-4M12 8h.01" }],
  ],
};

const SVG = "http://www.w3.org/2000/svg";

function drawn(name: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

class GutterIcon extends GutterMarker {
  private readonly mark: Mark;

  constructor(mark: Mark) {
    super();
    this.mark = mark;
  }

  override eq(other: GutterIcon): boolean {
    return other.mark.tone === this.mark.tone && other.mark.text === this.mark.text;
  }

  override toDOM(): Node {
    const holder = document.createElement("div");
    holder.className = `cm-mark-${this.mark.tone}`;
    holder.title = this.mark.text;
    const icon = drawn("svg", {
      viewBox: "0 0 24 24",
      width: "12",
      height: "12",
      fill: "none",
      stroke: "currentColor",
      "stroke-width": "2",
    });
    for (const [name, attributes] of SHAPES[this.mark.tone]) icon.append(drawn(name, attributes));
    holder.append(icon);
    return holder;
  }
}

/** Draws marks; none, no gutter. */
export function editorMarks(marks: readonly Mark[]): Extension {
  if (marks.length === 0) return [];
  const byLine = marksByLine(marks);
  const decorations = EditorView.decorations.compute(["doc"], (state) => {
    const builder = new RangeSetBuilder<Decoration>();
    for (const [number, mark] of [...byLine].sort(([one], [other]) => one - other)) {
      if (number > state.doc.lines || mark.tone === "info") continue;
      const at = state.doc.line(number).from;
      builder.add(at, at, Decoration.line({ class: `cm-line-${mark.tone}` }));
    }
    return builder.finish();
  });
  const icons = gutter({
    class: "cm-marks",
    lineMarker: (view, line) => {
      const mark = byLine.get(view.state.doc.lineAt(line.from).number);
      return mark ? new GutterIcon(mark) : null;
    },
  });
  return [decorations, icons];
}
