// The command that prints a token: typed as one line, shown as it is run, word by word.
import { useQuery } from "@tanstack/react-query";

import type { CommandSettings } from "../../host/generated/CommandSettings";
import { LineField } from "./LineField";
import { UserText } from "../../kit/UserText";
import { FieldRow } from "../../kit/Field";
import { queryOf } from "../../state/query";
import type { SectionProps } from "./ConnectionForm";
import type { ConnectionInput } from "./connectionInput";
import { faultAt } from "./faults";
import styles from "../signin/signIn.module.css";

/** What the command line of the form is taken apart into, and why it cannot be. */
export function useCommand({ authentication, signIn }: ConnectionInput) {
  const text = signIn.command;
  const isAsked = authentication === "command" && text.trim() !== "";
  const read = useQuery({ ...queryOf("command_read", { text }), enabled: isAsked });
  return {
    command: isAsked ? read.data : undefined,
    fault: isAsked ? read.error?.detail : undefined,
  };
}

export function CommandField(props: SectionProps) {
  const { input, onChange } = props;
  const { command, fault } = useCommand(input);
  return (
    <>
      <LineField
        label="Command"
        name="command"
        placeholder="az account get-access-token --resource api://scim"
        value={input.signIn.command}
        onChange={(text) => onChange({ ...input, signIn: { ...input.signIn, command: text } })}
        error={fault ?? faultAt(props, "command")}
        hint="Quotes hold words with spaces together; nothing else has a meaning. It prints a token, or JSON with one."
      />
      {command && <AsItIsRun command={command} />}
    </>
  );
}

function AsItIsRun({ command }: { command: CommandSettings }) {
  return (
    <FieldRow label="Runs as">
      <ol className={styles.words} aria-label="Program and arguments" data-testid="command-words">
        <li className={styles.program}>
          <UserText text={command.program} className="mono" />
        </li>
        {command.arguments.map((word, place) => (
          <li key={place}>
            <UserText text={word} className="mono" />
            {word === "" && <span className="visually-hidden">empty</span>}
          </li>
        ))}
      </ol>
    </FieldRow>
  );
}
