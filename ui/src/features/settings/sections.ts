// The sections of the settings, in their order.
import type { SettingsSection } from "../../state/places";

export const sections: readonly { id: SettingsSection; title: string }[] = [
  { id: "appearance", title: "Appearance" },
  { id: "storage", title: "Secrets and storage" },
  { id: "diagnostics", title: "Log and diagnostics" },
];

export function titleOf(section: SettingsSection): string {
  return sections.find(({ id }) => id === section)?.title ?? "";
}
