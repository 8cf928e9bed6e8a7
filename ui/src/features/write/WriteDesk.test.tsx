// Ctrl+Z, and what is told when the screen that began a write is gone.
import { screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, it } from "vitest";

import { useSession } from "../../state/session";
import { guardAnswers } from "../../testing/fakeGuard";
import type { Answers } from "../../testing/fakeHost";
import { aChangeEntry, aPlan, sentAs } from "../../testing/fakeWrites";
import { renderScreen } from "../../testing/render";
import { useWrite } from "./useWrite";
import { WriteDesk } from "./WriteDesk";

function Desk() {
  return <WriteDesk session={useSession()} />;
}

function withKeys(answers: Answers) {
  return renderScreen(
    <>
      <input aria-label="A field" />
      <Desk />
    </>,
    {
      tenantId: "t1",
      answers: {
        ...guardAnswers(),
        write_prepare: () =>
          aPlan({ isUndo: true, question: "Undo it?", confirming: { kind: "none" } }),
        ...answers,
      },
    },
  );
}

/** Once the key is heard. */
async function open(host: ReturnType<typeof withKeys>["host"]) {
  await waitFor(() => expect(host.requests("tenant_open")).toHaveLength(1));
  await screen.findByRole("textbox", { name: "A field" });
}

it("undoes the last change that still stands, and asks even where nobody has to", async () => {
  const { host, user } = withKeys({
    changes_list: () => ({
      changes: [
        aChangeEntry({ change: "c4", outcome: "refused", canUndo: false }),
        aChangeEntry({ change: "c3", undoes: "c2" }),
        aChangeEntry({ change: "c2", undoneBy: "c3", canUndo: false }),
        aChangeEntry({ change: "c1" }),
      ],
      isMore: false,
      total: 4,
    }),
  });
  await open(host);
  await waitFor(async () => {
    await user.keyboard("{Control>}z{/Control}");
    expect(host.requests("changes_list").length).toBeGreaterThan(0);
  });
  expect(await screen.findByRole("alertdialog", { name: "Undo it?" })).toBeVisible();
  expect(host.requests("write_prepare")[0]?.intent).toEqual({ kind: "undo", change: "c1" });
  expect(host.requests("write_send")).toEqual([]);
});

it("says when there is nothing to undo, and leaves Ctrl+Z to a text field", async () => {
  const { host, user } = withKeys({});
  await open(host);
  await user.click(screen.getByRole("textbox", { name: "A field" }));
  await user.keyboard("{Control>}z{/Control}");
  expect(host.requests("changes_list")).toEqual([]);
  await user.click(document.body);
  await user.keyboard("{Control>}z{/Control}");
  expect(await screen.findByText("There is nothing to undo")).toBeVisible();
});

function Leaving() {
  const [isGone, setGone] = useState(false);
  return isGone ? null : <Screen onLeave={() => setGone(true)} />;
}

function Screen({ onLeave }: { onLeave: () => void }) {
  const { start, dialog } = useWrite("t1");
  return (
    <>
      <button
        type="button"
        onClick={() => start({ kind: "draft", draft: "d1", anyway: false }, { onSent: onLeave })}
      >
        Go
      </button>
      {dialog}
    </>
  );
}

it("tells what came of a write whose screen has gone meanwhile", async () => {
  const { user } = renderScreen(
    <>
      <Leaving />
      <Desk />
    </>,
    {
      tenantId: "t1",
      answers: {
        ...guardAnswers(),
        write_prepare: () => aPlan({ confirming: { kind: "none" } }),
        write_send: () => sentAs({ kind: "accepted", words: "It will be done later." }),
      },
    },
  );
  await user.click(await screen.findByRole("button", { name: "Go" }));
  const dialog = await screen.findByRole("alertdialog", { name: "The server will do it later" });
  expect(dialog).toHaveTextContent("It will be done later.");
  expect(screen.queryByRole("button", { name: "Go" })).toBeNull();
});
