// What was typed into the palette, read: a sign in front narrows what is looked for. Pure.

export type Narrowed = "all" | "commands" | "users" | "groups" | "requests";

export interface Asked {
  narrowed: Narrowed;
  text: string;
}

const SIGNS: Readonly<Record<string, Narrowed>> = {
  ">": "commands",
  "@": "users",
  "#": "groups",
  "!": "requests",
};

export function readAsked(typed: string): Asked {
  const start = typed.trimStart();
  const narrowed = SIGNS[start.charAt(0)];
  return narrowed
    ? { narrowed, text: start.slice(1).trim() }
    : { narrowed: "all", text: typed.trim() };
}
