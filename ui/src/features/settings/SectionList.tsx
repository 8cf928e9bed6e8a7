// The list of sections at the left of the settings: leads to each; the arrow keys go through it.
import { KeyRound, ScrollText, SunMoon } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { KeyboardEvent } from "react";

import type { SettingsSection } from "../../state/places";
import { sections } from "./sections";
import styles from "./settings.module.css";

const icons: Record<SettingsSection, LucideIcon> = {
  appearance: SunMoon,
  storage: KeyRound,
  diagnostics: ScrollText,
};

interface SectionListProps {
  current: SettingsSection;
  onChoose: (section: SettingsSection) => void;
}

export function SectionList({ current, onChoose }: SectionListProps) {
  return (
    <nav aria-label="Settings" className={styles.sections} data-pane="">
      {sections.map(({ id, title }) => {
        const Icon = icons[id];
        return (
          <button
            key={id}
            type="button"
            aria-current={id === current ? "true" : undefined}
            data-pane-focus={id === current ? "" : undefined}
            data-testid={`settings-nav-${id}`}
            className={styles.section}
            onClick={() => onChoose(id)}
            onKeyDown={step}
          >
            <Icon size={14} aria-hidden="true" />
            <span className={styles.sectionName}>{title}</span>
          </button>
        );
      })}
    </nav>
  );
}

function step(event: KeyboardEvent<HTMLButtonElement>): void {
  const { currentTarget, key } = event;
  const goal =
    key === "ArrowDown"
      ? currentTarget.nextElementSibling
      : key === "ArrowUp"
        ? currentTarget.previousElementSibling
        : null;
  if (!(goal instanceof HTMLElement)) return;
  event.preventDefault();
  goal.focus();
}
