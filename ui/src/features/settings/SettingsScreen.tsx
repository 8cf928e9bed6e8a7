// The settings: a list of their sections at the left, all of them on one page at the right.
import type { ReactNode } from "react";

import { useHeader } from "../../state/header";
import type { SettingsSection } from "../../state/places";
import { DiagnosticsSettings } from "../diagnostics/DiagnosticsSettings";
import { AppearanceSettings } from "./AppearanceSettings";
import { SectionList } from "./SectionList";
import { sections, titleOf } from "./sections";
import styles from "./settings.module.css";
import { StorageSettings } from "./StorageSettings";
import { useSections } from "./useSections";

const contents: Record<SettingsSection, ReactNode> = {
  appearance: <AppearanceSettings />,
  storage: <StorageSettings />,
  diagnostics: <DiagnosticsSettings />,
};

export function SettingsScreen({ section }: { section: SettingsSection | undefined }) {
  const { page, current, goTo, onScroll } = useSections(section);
  useHeader({ title: titleOf(current), parents: [{ title: "Settings" }] });
  return (
    <div className={styles.screen} data-testid="settings">
      <SectionList current={current} onChoose={goTo} />
      <div ref={page} className={styles.page} data-pane="" onScroll={onScroll}>
        {sections.map(({ id, title }) => (
          <section key={id} aria-labelledby={`settings-${id}`} className={styles.group}>
            <h2 id={`settings-${id}`} tabIndex={-1} className={styles.heading}>
              {title}
            </h2>
            {contents[id]}
          </section>
        ))}
      </div>
    </div>
  );
}
