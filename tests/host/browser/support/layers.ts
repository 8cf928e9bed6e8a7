// Which components of the interface draw something that lies over a screen or stands at its top, read from their sources.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const source = join(dirname(fileURLToPath(import.meta.url)), "../../../../ui/src");

/** What the library draws over a screen that stays until it is left. */
const LIBRARY = /from "@base-ui\/react\/(dialog|alert-dialog|drawer|popover|menu|context-menu)"/;
/** The banner is of the kit alone. */
const BANNER = "Note";

/** A component that draws such a layer. */
export interface Layer {
  /** Its file below `features`, without its ending. */
  file: string;
  /** The text of its file and of what it draws with. */
  text: string;
}

/** The parts of the kit that draw one, by name. */
function kitParts(): ReadonlyMap<string, string> {
  const files = readdirSync(join(source, "kit")).filter((name) => name.endsWith(".tsx"));
  const parts = files.map((name) => [name.replace(/\.tsx$/, ""), textOf("kit", name)] as const);
  return new Map(parts.filter(([name, text]) => name === BANNER || LIBRARY.test(text)));
}

/** Every component of a feature that draws a dialog, a popover, a menu or a banner. */
export function layers(): Layer[] {
  const parts = kitParts();
  return readdirSync(join(source, "features"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".tsx") && !name.endsWith(".test.tsx"))
    .flatMap((name) => {
      const text = textOf("features", name);
      const used = [...text.matchAll(/^import \{[^}]*\} from "[./]*\/kit\/(\w+)"/gm)]
        .map(([, part = ""]) => parts.get(part))
        .filter((part) => part !== undefined);
      const drawsByItself = LIBRARY.test(text);
      if (used.length === 0 && !drawsByItself) return [];
      const file = name.replaceAll("\\", "/").replace(/\.tsx$/, "");
      return [{ file, text: [text, ...used].join("\n") }];
    });
}

function textOf(...path: string[]): string {
  return readFileSync(join(source, ...path), "utf8");
}
