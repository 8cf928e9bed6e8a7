// The edit screen at its place, on a backend with one draft.
import { screen } from "@testing-library/react";

import { EditScreen } from "../features/edit/EditScreen";
import type { DraftEdit } from "../host/generated/DraftEdit";
import { useWhereabouts } from "../state/navigation";
import { aDraft, draftAnswers } from "./fakeDrafts";
import type { Answers, FakeHost } from "./fakeHost";
import { renderScreen } from "./render";

export const EDIT_PLACE = { screen: "edit", resourceType: "User", id: "7" } as const;

/** The screen as long as one is there; then where one is instead. */
export function AtEditPlace() {
  const { place } = useWhereabouts();
  return place.screen === "edit" ? (
    <EditScreen
      tenantId="t1"
      resourceType={place.resourceType}
      id={place.id}
      draft={place.draft}
      clonedFrom={place.clonedFrom}
    />
  ) : (
    <output>{JSON.stringify(place)}</output>
  );
}

export async function edit(answers: Answers = {}, draft = aDraft()) {
  const drawn = renderScreen(<AtEditPlace />, {
    answers: { ...draftAnswers(draft), ...answers },
    tenantId: "t1",
    place: EDIT_PLACE,
  });
  await screen.findByTestId("edit-form");
  return drawn;
}

export function editsOf(host: FakeHost): DraftEdit[] {
  return host.requests("draft_change").flatMap(({ edits }) => edits);
}

/** A control by its label: asking for roles in a whole form takes long. */
export function box(name: string): HTMLElement {
  return screen.getByLabelText(name, { selector: "input, textarea" });
}

/** A button by its label, for the same reason. */
export function button(name: string | RegExp): HTMLElement {
  return screen.getByRole("button", { name, hidden: true });
}

/** An entry of the menu that is open. */
export async function entry(name: string | RegExp): Promise<HTMLElement> {
  return await screen.findByRole("menuitem", { name, hidden: true });
}
