// A date and time with its zone: as text, or by pickers; beside it how it reads on this computer.
import { CalendarClock } from "lucide-react";
import { useId, useState } from "react";

import { Button } from "../../kit/Button";
import { IconButton } from "../../kit/IconButton";
import { Popover } from "../../kit/Popover";
import { Select } from "../../kit/Select";
import type { ControlProps } from "./ControlBox";
import styles from "./controls.module.css";
import type { Moment } from "./dateTime";
import { localReading, momentAt, parts, written, zoneHere, zones } from "./dateTime";
import { useDraftSession, useTypedField } from "./session";
import { TextControl } from "./TextControl";

export function DateTimeControl(props: ControlProps) {
  const { field } = props;
  const session = useDraftSession();
  const { text, onChange } = useTypedField(field);
  const [open, setOpen] = useState(false);
  const reading = localReading(text);
  const choose = (moment: Moment) => {
    onChange(written(moment));
    session.leave(field.path);
  };
  return (
    <span className={styles.stack}>
      <TextControl
        {...props}
        after={
          <Popover
            open={open}
            onOpenChange={setOpen}
            label={`Date and time of ${field.name}`}
            align="end"
            className={styles.pickers}
            testId="date-time-pickers"
            trigger={
              <IconButton
                small
                label={`Choose date and time of ${field.name}`}
                className={styles.inside}
                icon={<CalendarClock size={14} aria-hidden="true" />}
              />
            }
          >
            <Pickers text={text} onChoose={choose} />
          </Popover>
        }
      />
      {reading !== undefined && <span className={styles.second}>{reading}</span>}
    </span>
  );
}

function Pickers({ text, onChoose }: { text: string; onChoose: (moment: Moment) => void }) {
  const [opened] = useState(() => Date.now());
  const here = zoneHere(opened);
  const moment = parts(text) ?? { ...momentAt(opened, here), time: "00:00:00" };
  const id = useId();
  return (
    <div className={styles.pickerRows}>
      <label htmlFor={`${id}-date`}>Date</label>
      <input
        id={`${id}-date`}
        type="date"
        value={moment.date}
        onChange={(event) =>
          event.target.value !== "" && onChoose({ ...moment, date: event.target.value })
        }
      />
      <label htmlFor={`${id}-time`}>Time</label>
      <input
        id={`${id}-time`}
        type="time"
        step={1}
        value={moment.time.slice(0, 8)}
        onChange={(event) =>
          event.target.value !== "" && onChoose({ ...moment, time: event.target.value })
        }
      />
      <span>Zone</span>
      <Select
        label="Zone"
        value={moment.zone}
        options={zones(moment.zone, here).map((zone) => ({
          value: zone,
          label: zone === "Z" ? "UTC" : zone === here ? `${zone}, this computer's` : zone,
        }))}
        onChange={(zone) => onChoose({ ...moment, zone })}
      />
      <Button small onClick={() => onChoose(momentAt(Date.now(), moment.zone))}>
        Now
      </Button>
    </div>
  );
}
