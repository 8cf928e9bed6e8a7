// How the window looks.
import { Segmented } from "../../kit/Segmented";
import { chooseTheme, useTheme } from "../../state/theme";
import { SettingRow } from "./SettingRow";

export function AppearanceSettings() {
  const theme = useTheme();
  return (
    <SettingRow title="Theme" about="System follows what this computer is set to">
      <Segmented
        label="Theme"
        testId="setting-theme"
        value={theme}
        segments={[
          { value: "system", label: "System" },
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
        ]}
        onChange={chooseTheme}
      />
    </SettingRow>
  );
}
