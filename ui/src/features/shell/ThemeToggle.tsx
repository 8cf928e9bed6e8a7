// Light, dark, or as the system: each press goes one on, the first one always to the other theme.
import { Moon, Sun, SunMoon } from "lucide-react";

import type { ThemeChoice } from "../../state/theme";
import { chooseTheme, useTheme } from "../../state/theme";
import { NavItem } from "./NavItem";

const words: Record<ThemeChoice, string> = { light: "light", dark: "dark", system: "system" };
const icons = { light: Sun, dark: Moon, system: SunMoon };

export function ThemeToggle() {
  const theme = useTheme();
  const Icon = icons[theme];
  return (
    <NavItem
      icon={<Icon size={16} aria-hidden="true" />}
      label={`Theme: ${words[theme]}`}
      onClick={() => chooseTheme(next(theme))}
      testId="theme-toggle"
    />
  );
}

/** From the system's to the other one, then to the one like the system's, then back to the system's. */
function next(theme: ThemeChoice): ThemeChoice {
  const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const order: ThemeChoice[] = dark ? ["system", "light", "dark"] : ["system", "dark", "light"];
  return order[(order.indexOf(theme) + 1) % order.length] ?? "system";
}
