// Brings an option of a list into view. `scrollIntoView` would move everything around the list along.

/** Room for the heading of a section above the option. */
const ABOVE = 28;

export function revealOption(option: HTMLElement | null): void {
  const list = option?.closest<HTMLElement>("[role=listbox]");
  if (!option || !list) return;
  const inside = option.getBoundingClientRect();
  const around = list.getBoundingClientRect();
  const over = inside.bottom - around.bottom;
  const under = around.top + ABOVE - inside.top;
  if (over > 0) list.scrollTop += over;
  else if (under > 0) list.scrollTop -= under;
}
