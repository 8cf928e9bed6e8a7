// A screen that begins a write, for tests: what is asked and told is drawn by it.
import { screen, waitFor, within } from "@testing-library/react";
import { expect } from "vitest";

import type { WriteOptions } from "../features/write/desk";
import { useWrite } from "../features/write/useWrite";
import type { WriteIntent } from "../host/generated/WriteIntent";
import type { WritePlan } from "../host/generated/WritePlan";
import type { WriteSent } from "../host/generated/WriteSent";
import { useWhereabouts } from "../state/navigation";
import { guardAnswers } from "./fakeGuard";
import type { Answers } from "./fakeHost";
import { aPlan, DONE, sentAs } from "./fakeWrites";
import { renderScreen } from "./render";

const DRAFT: WriteIntent = { kind: "draft", draft: "d1", anyway: false };
export const DELETE: WriteIntent = { kind: "delete", resourceType: "User", ids: ["u1"] };

function Here({ intent, options }: { intent: WriteIntent; options?: WriteOptions | undefined }) {
  const { start, dialog, busy } = useWrite("t1");
  const { place } = useWhereabouts();
  return (
    <>
      <button type="button" aria-busy={busy} onClick={() => start(intent, options)}>
        Go
      </button>
      {dialog}
      <output>{JSON.stringify(place)}</output>
    </>
  );
}

interface Written {
  intent?: WriteIntent;
  options?: WriteOptions;
  plan?: WritePlan;
  sent?: WriteSent;
  answers?: Answers;
}

export async function write({ intent = DRAFT, options, plan, sent, answers }: Written = {}) {
  const drawn = renderScreen(<Here intent={intent} options={options} />, {
    tenantId: "t1",
    answers: {
      ...guardAnswers(),
      write_prepare: () => plan ?? aPlan(),
      write_send: () => sent ?? sentAs(DONE),
      ...answers,
    },
  });
  await drawn.user.click(await screen.findByRole("button", { name: "Go" }));
  return drawn;
}

/** The question, once its keys count. */
export async function asked() {
  const dialog = await screen.findByRole("alertdialog");
  await waitFor(() =>
    expect(within(dialog).getByTestId("write-answers")).toHaveAttribute("data-ready"),
  );
  return dialog;
}

export const place = () => document.querySelector("output")?.textContent ?? "";
