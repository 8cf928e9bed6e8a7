// One place where secrets can live, as a radio button on a card; what it needs is asked for below its words.
// A radio button of the browser: fields inside a group of another kind would lose their arrow keys to it.
import type { ReactNode } from "react";
import { useId } from "react";

import { classes } from "../../kit/classes";
import { Tag } from "../../kit/Tag";
import type { Tone } from "../../kit/Tag";
import type { SecretsPlace } from "../../state/secretsPlace";
import styles from "./storage.module.css";

/** What every card of a group shares. */
export interface PlaceGroup {
  /** The group's name, one for each time that it is drawn. */
  name: string;
  chosen: SecretsPlace;
  onPick: (place: SecretsPlace) => void;
}

interface PlaceCardProps {
  group: PlaceGroup;
  place: SecretsPlace;
  icon: ReactNode;
  title: string;
  tag: string;
  tone: Tone;
  /** What choosing it means. */
  about: ReactNode;
  /** Why it cannot be chosen now. */
  barred?: string | undefined;
  /** Below the words: what it needs. */
  children?: ReactNode;
}

export function PlaceCard(props: PlaceCardProps) {
  const { group, place, icon, title, tag, tone, about, barred, children } = props;
  const id = useId();
  return (
    <div className={styles.card}>
      <label className={styles.cardHead}>
        <input
          type="radio"
          name={group.name}
          value={place}
          checked={group.chosen === place}
          onChange={() => group.onPick(place)}
          disabled={barred !== undefined}
          aria-labelledby={`${id}-title`}
          aria-describedby={barred === undefined ? `${id}-about` : `${id}-about ${id}-barred`}
          data-testid={`secrets-place-${place}`}
          className={styles.radio}
        />
        <span id={`${id}-title`} className={styles.cardTitle}>
          {icon}
          {title}
        </span>
        <Tag tone={tone}>{tag}</Tag>
        <span id={`${id}-about`} className={styles.cardAbout}>
          {about}
        </span>
      </label>
      {barred !== undefined && (
        <p id={`${id}-barred`} className={classes(styles.cardBody, styles.barred)}>
          {barred}
        </p>
      )}
      {children && <div className={styles.cardBody}>{children}</div>}
    </div>
  );
}
