// Two letters on a colour: what a tenant is told by at a glance.
import type { ReactNode } from "react";

import { classes } from "./classes";
import styles from "./TenantBadge.module.css";

interface TenantBadgeProps {
  name: string;
  /** One of the tenant colours of the tokens; without it the badge is neutral. */
  colour?: string | undefined;
  size?: "small" | "medium" | "large" | undefined;
  /** Drawn instead of the letters. */
  icon?: ReactNode;
}

export function TenantBadge({ name, colour, size = "medium", icon }: TenantBadgeProps) {
  return (
    <span
      aria-hidden="true"
      data-tenant={colour}
      className={classes(styles.badge, styles[size], colour === undefined && styles.neutral)}
    >
      {icon ?? initials(name)}
    </span>
  );
}

/** The first letters of the first and the last word, or the first two of one word. */
export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const first = letters(words[0]);
  const second = words.length > 1 ? letters(words.at(-1))[0] : first[1];
  return `${first[0] ?? "?"}${second ?? ""}`.toUpperCase();
}

const segmenter = new Intl.Segmenter();

function letters(word = ""): string[] {
  return Array.from(segmenter.segment(word), (it) => it.segment);
}
