// Every keyboard shortcut as data: where it acts, its keys, and what it does.
// A key that no screen handles at the moment is neither listed nor caught.

/** Where a shortcut acts: everywhere, on the screen that is shown, or where the focus is. */
export type Scope = "app" | "screen" | "grid" | "resource" | "form";

export interface Shortcut {
  scope: Scope;
  /** Each entry is one way to press it; "g u" is one key after the other. Without one it is run from the palette. */
  keys: readonly string[];
  does: string;
}

export const shortcutTable = {
  "app.palette": { scope: "app", keys: ["Ctrl+K"], does: "Go to, search or run" },
  "app.switchTenant": { scope: "app", keys: ["Ctrl+T"], does: "Switch tenant" },
  "app.newWindow": { scope: "app", keys: ["Ctrl+N"], does: "New window" },
  "app.unlock": { scope: "app", keys: ["Ctrl+Shift+L"], does: "Unlock writes" },
  "app.lock": { scope: "app", keys: ["Ctrl+Shift+L"], does: "Lock writes now" },
  "app.back": { scope: "app", keys: ["Alt+ArrowLeft"], does: "Back" },
  "app.forward": { scope: "app", keys: ["Alt+ArrowRight"], does: "Forward" },
  "app.reload": { scope: "app", keys: ["F5"], does: "Read again" },
  "app.sidebarEntry": { scope: "app", keys: ["Ctrl+1..9"], does: "Sidebar entry 1 to 9" },
  "app.nextPane": { scope: "app", keys: ["F6"], does: "Next pane" },
  "app.previousPane": { scope: "app", keys: ["Shift+F6"], does: "Previous pane" },
  "app.users": { scope: "app", keys: ["g u"], does: "Users" },
  "app.groups": { scope: "app", keys: ["g g"], does: "Groups" },
  "app.history": { scope: "app", keys: ["g h"], does: "History" },
  "app.settings": { scope: "app", keys: ["Ctrl+,"], does: "Settings" },
  "write.undo": { scope: "app", keys: ["Ctrl+Z"], does: "Undo the last change" },
  "app.shortcuts": { scope: "app", keys: ["?"], does: "This list" },
  "welcome.sandbox": { scope: "screen", keys: ["Enter"], does: "Open the sandbox tenant" },
  "tenants.move": {
    scope: "screen",
    keys: ["Alt+ArrowUp", "Alt+ArrowDown"],
    does: "Move the tenant up, down",
  },
  "form.saveAndOpen": { scope: "screen", keys: ["Ctrl+Enter"], does: "Save and open" },
  "grid.move": { scope: "grid", keys: ["ArrowUp", "ArrowDown", "j", "k"], does: "Row up, down" },
  "grid.jump": { scope: "grid", keys: ["Home", "End", "PageUp", "PageDown"], does: "Jump" },
  "grid.open": { scope: "grid", keys: ["Enter"], does: "Open in full page" },
  "grid.inspector": { scope: "grid", keys: ["Space"], does: "Show or hide the inspector" },
  "grid.copyCell": { scope: "grid", keys: ["Ctrl+C"], does: "Copy the cell" },
  "grid.copyRow": { scope: "grid", keys: ["Ctrl+Alt+C"], does: "Copy the row as JSON" },
  "grid.check": { scope: "grid", keys: ["x"], does: "Check the row" },
  "grid.checkOn": {
    scope: "grid",
    keys: ["Shift+ArrowUp", "Shift+ArrowDown"],
    does: "Check rows up, down",
  },
  "grid.checkAll": { scope: "grid", keys: ["Ctrl+A"], does: "Check all rows that were read" },
  "grid.uncheck": { scope: "grid", keys: ["Escape"], does: "Uncheck all rows" },
  "rows.delete": { scope: "screen", keys: ["Delete"], does: "Delete the checked rows" },
  "resource.json": { scope: "screen", keys: ["Ctrl+J"], does: "JSON" },
  "resource.requests": { scope: "screen", keys: ["Ctrl+H"], does: "Requests about this" },
  "resource.edit": { scope: "screen", keys: ["Ctrl+E"], does: "Edit" },
  "resource.clone": { scope: "screen", keys: [], does: "Clone" },
  "resource.disable": { scope: "screen", keys: [], does: "Disable" },
  "resource.enable": { scope: "screen", keys: [], does: "Enable" },
  "resource.delete": { scope: "screen", keys: ["Delete"], does: "Delete" },
  "resource.copyId": { scope: "screen", keys: ["Ctrl+Shift+C"], does: "Copy id" },
  "edit.send": { scope: "screen", keys: ["Ctrl+Enter"], does: "Send" },
  "edit.find": { scope: "screen", keys: ["/", "Ctrl+F"], does: "Find an attribute" },
  "merge.move": { scope: "screen", keys: ["j", "k"], does: "Row down, up" },
  "merge.rows": { scope: "grid", keys: ["ArrowUp", "ArrowDown"], does: "Row up, down" },
  "merge.side": { scope: "grid", keys: ["ArrowLeft", "ArrowRight"], does: "Take theirs, yours" },
  "merge.third": { scope: "grid", keys: ["Enter"], does: "Type a third value" },
  "merge.next": { scope: "screen", keys: ["n"], does: "Next that needs a choice" },
  "screen.filter": { scope: "screen", keys: ["/"], does: "Filter of this page" },
  "history.enter": { scope: "grid", keys: ["Enter"], does: "Into the request's detail" },
  "screen.close": { scope: "screen", keys: ["Escape"], does: "Close what lies over the table" },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof shortcutTable;
