// "Where should secrets live?": what is offered in each state, and the making of an encrypted file.
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";

import type { Storage } from "../../host/generated/Storage";
import { failing } from "../../testing/fakeHost";
import type { Answers } from "../../testing/fakeHost";
import {
  aLockedStorage,
  anError,
  appStarted,
  aStorage,
  aStorageWithoutKeychain,
  aTenant,
  stagingTenant,
} from "../../testing/fixtures";
import { renderApp, renderScreen } from "../../testing/render";
import { SecretsScreen } from "./SecretsScreen";

const PASSPHRASE = "canary plum orchard";
const made = aStorage({ passphrase: "open", keychainName: "the encrypted file" });

async function openPane(storage: Storage, answers: Answers = {}) {
  const drawn = renderApp({ app_start: () => appStarted({ storage }), ...answers });
  await drawn.user.click(await screen.findByTestId("nav-settings"));
  await drawn.user.click(await screen.findByTestId("setting-secrets-choose"));
  const pane = await screen.findByRole("region", { name: "Where should secrets live?" });
  return { ...drawn, pane: within(pane) };
}

async function openForm(answers: Answers = {}) {
  const drawn = await openPane(aStorageWithoutKeychain(), answers);
  await drawn.user.click(drawn.pane.getByRole("radio", { name: "Encrypted file" }));
  const passphrase = drawn.pane.getByLabelText("Passphrase");
  const again = drawn.pane.getByLabelText("Once more");
  const use = drawn.pane.getByRole("button", { name: "Use an encrypted file" });
  return { ...drawn, passphrase, again, use };
}

test("without a keychain one is asked every time, or makes an encrypted file", async () => {
  const { pane } = await openPane(aStorageWithoutKeychain());
  const radios = pane.getAllByRole("radio").map((it) => it.getAttribute("value"));
  expect(radios).toEqual(["ask", "file"]);
  expect(pane.getByRole("radio", { name: "Ask every time" })).toBeChecked();
  expect(pane.getByRole("radio", { name: "Encrypted file" })).toHaveAccessibleDescription(
    /Without it the secrets are lost; there is no way back\./,
  );
  expect(pane.getByText("Plain text on disk is not offered.")).toBeVisible();
});

test("the card says what was asked of the keychain, what it said, why, and what to do", async () => {
  const { pane } = await openPane(aStorageWithoutKeychain());
  const card = within(pane.getByRole("region", { name: "What the keychain said" }));
  expect(card.getByRole("heading")).toHaveTextContent("The Secret Service cannot be used");
  const said = card.getAllByRole("definition").map((it) => it.textContent);
  expect(said).toEqual([
    "org.freedesktop.secrets on the session bus",
    "ServiceUnknown: not provided by any .service files",
    "No GNOME Keyring, KWallet or KeePassXC is running.",
    "Start one of them, then look again.",
  ]);
});

test("the banner leads there, and back again", async () => {
  const { user } = renderApp({
    app_start: () => appStarted({ storage: aStorageWithoutKeychain() }),
  });
  await user.click(await screen.findByRole("button", { name: "Choose where secrets live" }));
  expect(await screen.findByRole("radio", { name: "Ask every time" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Choose where secrets live" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Back" }));
  expect(await screen.findByTestId("welcome-open-sandbox")).toBeVisible();
});

test("the connection form leads there and loses nothing that was typed", async () => {
  const { user } = renderApp({
    app_start: () => appStarted({ storage: aStorageWithoutKeychain() }),
    passphrase_set: () => made,
  });
  await user.click(await screen.findByTestId("welcome-add-tenant"));
  await user.type(await screen.findByTestId("field-baseUrl"), "https://scim.example.com/v2");
  const form = within(screen.getByRole("form", { name: "Connection" }));
  await user.click(form.getByRole("button", { name: "Choose where secrets live" }));
  await user.click(await screen.findByRole("radio", { name: "Encrypted file" }));
  await user.type(screen.getByLabelText("Passphrase"), PASSPHRASE);
  await user.type(screen.getByLabelText("Once more"), `${PASSPHRASE}{Enter}`);
  await waitFor(() =>
    expect(screen.getByRole("checkbox", { name: "Ask each time" })).toBeEnabled(),
  );
  expect(screen.getByTestId("field-baseUrl")).toHaveValue("https://scim.example.com/v2");
  await user.click(screen.getByRole("button", { name: "Close" }));
  expect(await screen.findByRole("region", { name: "Connection test" })).toBeVisible();
});

test("a passphrase is set twice, and nothing keeps it", async () => {
  const { user, host, passphrase, again } = await openForm({ passphrase_set: () => made });
  expect(passphrase).toHaveAttribute("autocomplete", "new-password");
  await user.type(passphrase, PASSPHRASE);
  expect(passphrase).toHaveAccessibleDescription("Good.");
  await user.type(again, `${PASSPHRASE}{Enter}`);
  expect(await screen.findByText("Secrets live in an encrypted file now")).toBeVisible();
  expect(host.requests("passphrase_set")).toEqual([{ passphrase: PASSPHRASE }]);
  expect(screen.getByRole("radio", { name: "Encrypted file" })).toBeChecked();
  expect(screen.getByRole("radio", { name: "Encrypted file" })).toHaveFocus();
  expect(screen.queryByLabelText("Once more")).toBeNull();
  expect(screen.queryByTestId("storage-banner")).toBeNull();
  expect(document.body.innerHTML).not.toContain("canary");
});

test("no query and no mutation remembers a passphrase", async () => {
  const { user, client } = renderScreen(<SecretsScreen />, {
    answers: {
      app_start: () => appStarted({ storage: aStorageWithoutKeychain() }),
      passphrase_set: () => made,
    },
  });
  await user.click(await screen.findByRole("radio", { name: "Encrypted file" }));
  await user.type(screen.getByLabelText("Passphrase"), PASSPHRASE);
  await user.type(screen.getByLabelText("Once more"), `${PASSPHRASE}{Enter}`);
  await screen.findByText("in use, unlocked");
  const queries = client.getQueryCache().getAll();
  const mutations = client.getMutationCache().getAll();
  const kept = JSON.stringify([...queries, ...mutations].map((it) => [it.options, it.state]));
  expect(kept).toContain("the encrypted file");
  expect(kept).not.toContain("canary");
});

test.each([
  ["", "", "passphrase", /at least 12 characters/],
  ["short", "short", "passphrase", /At least 12 characters; this has 5\./],
  [PASSPHRASE, "", "again", /once more/],
  [PASSPHRASE, "another plum orchard", "again", /not the same/],
])("%o and %o are told at the field at fault", async (first, second, field, message) => {
  const { user, host, use, ...fields } = await openForm();
  if (first !== "") await user.type(fields.passphrase, first);
  if (second !== "") await user.type(fields.again, second);
  await user.click(use);
  const blamed = field === "again" ? fields.again : fields.passphrase;
  expect(blamed).toBeInvalid();
  expect(blamed).toHaveAccessibleDescription(message);
  expect(blamed).toHaveFocus();
  expect(fields.passphrase).toHaveValue(first);
  expect(host.requests("passphrase_set")).toEqual([]);
});

test("what the backend finds wrong is told at the field", async () => {
  const { user, use, passphrase, again } = await openForm({
    passphrase_set: failing(
      anError({ code: "invalidInput", field: "passphrase", detail: "It must not end in a space." }),
    ),
  });
  await user.type(passphrase, `${PASSPHRASE} `);
  await user.type(again, `${PASSPHRASE} `);
  await user.click(use);
  await waitFor(() => expect(passphrase).toBeInvalid());
  expect(passphrase).toHaveAccessibleDescription(/It must not end in a space\./);
  expect(passphrase).toHaveFocus();
  expect(passphrase).toHaveValue(`${PASSPHRASE} `);
});

test("a history whose key is not at hand bars the file and says the ways out", async () => {
  const { pane } = await openPane(
    aStorageWithoutKeychain({ state: "locked", databaseExists: true }),
  );
  expect(pane.getByRole("radio", { name: "Encrypted file" })).toBeDisabled();
  expect(pane.getByText(/whose key is not at hand/)).toBeVisible();
  expect(pane.getByRole("button", { name: "Start over…" })).toBeVisible();
});

test("with a keychain it is what is in use, and a file can take its place", async () => {
  const { user, pane, host } = await openPane(aStorage(), { passphrase_set: () => made });
  expect(pane.getByRole("radio", { name: "GNOME Keyring" })).toBeChecked();
  await user.click(pane.getByRole("radio", { name: "Encrypted file" }));
  await user.type(pane.getByLabelText("Passphrase"), PASSPHRASE);
  await user.type(pane.getByLabelText("Once more"), PASSPHRASE);
  await user.click(pane.getByRole("button", { name: "Use an encrypted file" }));
  await waitFor(() => expect(host.requests("passphrase_set")).toHaveLength(1));
});

test("the secrets move back to the keychain after a question", async () => {
  const { user, pane, host } = await openPane(made, { passphrase_forget: () => aStorage() });
  await user.click(pane.getByRole("radio", { name: "The system's keychain" }));
  await user.click(pane.getByRole("button", { name: "Move the secrets back…" }));
  const question = within(await screen.findByRole("alertdialog"));
  expect(host.requests("passphrase_forget")).toEqual([]);
  await user.click(question.getByRole("button", { name: "Move them back" }));
  expect(await screen.findByText("The secrets are in GNOME Keyring again")).toBeVisible();
  expect(pane.getByRole("radio", { name: "GNOME Keyring" })).toBeChecked();
});

test("a keychain that does not take them back says why", async () => {
  const { user, pane } = await openPane(made, {
    passphrase_forget: failing(anError({ code: "keychain", title: "No keychain answers" })),
  });
  await user.click(pane.getByRole("radio", { name: "The system's keychain" }));
  await user.click(pane.getByRole("button", { name: "Move the secrets back…" }));
  await user.click(await screen.findByRole("button", { name: "Move them back" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("No keychain answers");
});

test("the screen lists the tenants that wait for their secret", async () => {
  const { user } = await openPane(aStorageWithoutKeychain(), {
    app_start: () =>
      appStarted({
        storage: aStorageWithoutKeychain(),
        tenants: [aTenant({ secret: "missing" }), stagingTenant],
      }),
  });
  expect(screen.getByText("2 waiting")).toBeVisible();
  const list = within(screen.getByRole("list", { name: "Tenants with a secret" }));
  expect(list.getAllByRole("listitem")).toHaveLength(2);
  await user.click(list.getByRole("button", { name: /Aurelia Bank.*missing/ }));
  expect(await screen.findByTestId("tenant-form")).toBeVisible();
});

test("a locked file is unlocked from here as well", async () => {
  const { user } = renderApp({ app_start: () => appStarted({ storage: aLockedStorage() }) });
  await user.click(await screen.findByRole("button", { name: "Not now" }));
  await user.keyboard("{Control>},{/Control}");
  await user.click(await screen.findByTestId("setting-secrets-choose"));
  const pane = within(await screen.findByRole("region", { name: "Where should secrets live?" }));
  expect(pane.getByText("in use, locked")).toBeVisible();
  expect(pane.getByRole("radio", { name: "The system's keychain" })).toBeDisabled();
  await user.click(pane.getByRole("button", { name: "Unlock…" }));
  expect(await screen.findByRole("dialog", { name: "Unlock secrets and history" })).toBeVisible();
});
