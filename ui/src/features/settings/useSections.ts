// Which section of the settings is in view, and the way to another one.
import { useEffect, useRef, useState } from "react";

import type { SettingsSection } from "../../state/places";
import { sections } from "./sections";

/** A heading this far below the upper edge counts as reached. */
const SLACK = 60;
/** What is left above a heading that was brought up. */
const MARGIN = 12;

export function useSections(asked: SettingsSection | undefined) {
  const page = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<SettingsSection>(asked ?? "appearance");
  // The chosen one stays the current one, even where the page is too short to bring it to the top.
  const chosen = useRef<SettingsSection | undefined>(asked);
  const goTo = (section: SettingsSection) => {
    chosen.current = section;
    setCurrent(section);
    bringUp(page.current, section);
    headingOf(section)?.focus({ preventScroll: true });
  };
  const onScroll = () => {
    if (chosen.current !== undefined) {
      chosen.current = undefined;
      return;
    }
    if (page.current) setCurrent(inView(page.current));
  };
  useEffect(() => {
    if (asked !== undefined) bringUp(page.current, asked);
  }, [asked]);
  return { page, current, goTo, onScroll };
}

/** Scrolls the page alone: what lies around it would move along with `scrollIntoView`. */
function bringUp(page: HTMLElement | null, section: SettingsSection): void {
  const heading = headingOf(section);
  if (!page || !heading) return;
  const above = heading.getBoundingClientRect().top - page.getBoundingClientRect().top;
  page.scrollTop += above - MARGIN;
}

function inView(page: HTMLElement): SettingsSection {
  const edge = page.getBoundingClientRect().top + SLACK;
  const atEnd = page.scrollTop + page.clientHeight >= page.scrollHeight - 2;
  const reached = sections.filter(
    ({ id }) => (headingOf(id)?.getBoundingClientRect().top ?? Infinity) <= edge,
  );
  const last = atEnd ? sections.at(-1) : reached.at(-1);
  return last?.id ?? "appearance";
}

function headingOf(section: SettingsSection): HTMLElement | null {
  return document.getElementById(`settings-${section}`);
}
