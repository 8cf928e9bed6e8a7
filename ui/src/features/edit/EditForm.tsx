// The form of a draft: its sections in the order of the backend, and the extensions that can be added.
import { Plus } from "lucide-react";
import { useMemo } from "react";

import type { EditField } from "../../host/generated/EditField";
import type { EditSection } from "../../host/generated/EditSection";
import type { Violation } from "../../host/generated/Violation";
import { Button } from "../../kit/Button";
import { LinkButton } from "../../kit/LinkButton";
import { Menu } from "../../kit/Menu";
import { Note } from "../../kit/Note";
import { UserText } from "../../kit/UserText";
import { visibleText } from "../../kit/visible";
import { FieldMenus } from "./FieldMenu";
import styles from "./form.module.css";
import { FormSection } from "./FormSection";
import { useDraft, useDraftSession } from "./session";
import type { Shown } from "./shownSections";
import { shownSections } from "./shownSections";
import { set } from "./typed";
import { Violations } from "./Violations";

interface EditFormProps {
  shown: Shown;
  sought: string;
  onShowAll: () => void;
  onJson: () => void;
}

export function EditForm({ shown, sought, onShowAll, onJson }: EditFormProps) {
  const { sections, textProblem, violations } = useDraft();
  const drawn = useMemo(() => shownSections(sections, shown, sought), [sections, shown, sought]);
  const wholly = useMemo(() => unplaced(violations, sections), [violations, sections]);
  return (
    <div className={styles.form} data-testid="edit-form">
      {textProblem && (
        <Note
          tone="danger"
          title="The JSON is not complete, so the form waits"
          actions={<LinkButton onClick={onJson}>Go to line {textProblem.line}</LinkButton>}
        >
          <UserText text={textProblem.message} /> The form shows the last text that could be read.
        </Note>
      )}
      <Violations violations={wholly} />
      {/* While the text is not complete, an edit of the form would take its place. */}
      <fieldset disabled={textProblem !== undefined} className={styles.sections}>
        <legend className="visually-hidden">Attributes</legend>
        <FieldMenus>
          {drawn.map((section) => (
            <FormSection
              key={`${section.kind} ${section.schema ?? ""} ${section.title}`}
              section={section}
            />
          ))}
        </FieldMenus>
        {drawn.length === 0 && (
          <p className={styles.nothing}>
            {nothingWords(shown, sought)}{" "}
            <LinkButton onClick={onShowAll}>Show all attributes</LinkButton>
          </p>
        )}
        <AddExtension sections={sections} />
      </fieldset>
    </div>
  );
}

/** What is wrong and stands at no field: it is said above all of them. */
function unplaced(
  violations: readonly Violation[],
  sections: readonly EditSection[],
): readonly Violation[] {
  const placed = new Set<string>();
  const visit = (fields: readonly EditField[]) => {
    for (const { violations, fields: inner, list } of fields) {
      for (const it of violations) placed.add(keyOf(it));
      visit(inner);
      for (const element of list?.elements ?? []) {
        for (const it of element.violations) placed.add(keyOf(it));
        visit(element.fields);
      }
    }
  };
  for (const { fields } of sections) visit(fields);
  return violations.filter((it) => it.path === "" && !placed.has(keyOf(it)));
}

function keyOf({ finding }: Violation): string {
  return JSON.stringify([finding.rule, finding.pointer, finding.message]);
}

function nothingWords(shown: Shown, sought: string): string {
  if (sought.trim() !== "") return "No attribute that is shown is called so.";
  return shown === "changed" ? "Nothing is changed." : "No attribute has a value.";
}

function AddExtension({ sections }: { sections: readonly EditSection[] }) {
  const session = useDraftSession();
  const absent = sections.filter((it) => it.kind === "extension" && !it.present);
  if (absent.length === 0) return null;
  return (
    <div className={styles.addExtension}>
      <Menu
        label="Extensions"
        trigger={
          <Button small kind="ghost" icon={<Plus size={13} aria-hidden="true" />}>
            Add extension
          </Button>
        }
        entries={absent.map((it) => ({
          label: visibleText(it.schema ?? it.title),
          onChoose: () => {
            session.edit([set(it.pointer, "{}")]);
            session.goal.write({ pointer: it.pointer });
          },
        }))}
      />
    </div>
  );
}
