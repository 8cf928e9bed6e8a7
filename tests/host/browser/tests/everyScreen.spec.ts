// The list of screens leaves none out: every place of a window, and every component that draws over one, stands in it.
import { expect, test } from "../support/host";
import { layers } from "../support/layers";
import { placeMarks } from "../support/screen";
import { screens } from "../support/screens";

/** What draws a layer and is looked at on none of the screens, with why. */
const exceptions: Readonly<Record<string, string>> = {
  "guard/GuardNotice":
    "comes when the time is over, after sleep, or from another window: a plain browser has one window and no 15 minutes",
  "write/ProgressDialog": "is gone as soon as the server has answered",
  "write/BlockedDialog":
    "says why nothing can be sent, which the screens do not offer to send in the first place",
  "write/FailedDialog": "comes when a call of the app itself fails",
};

test("every place of a window is looked at", () => {
  const shown = new Set<string | undefined>(screens.map(({ at }) => at));
  expect(Object.keys(placeMarks).filter((place) => !shown.has(place))).toEqual([]);
});

test("every component that draws a dialog, popover, menu or banner is looked at", () => {
  const drawing = layers().map(({ file }) => file);
  // Were they not found at all, none would be missed.
  expect(drawing.length).toBeGreaterThan(30);
  const shown = new Set(screens.flatMap(({ draws = {} }) => Object.keys(draws)));
  expect(drawing.filter((file) => !shown.has(file) && !(file in exceptions))).toEqual([]);
});

test("what the screens say to draw is drawn by that component", () => {
  const texts = new Map(layers().map(({ file, text }) => [file, text]));
  const wrong = screens.flatMap(({ name, draws = {} }) =>
    Object.entries(draws)
      .filter(([file, testId]) => !texts.get(file)?.includes(`"${testId}"`))
      .map(([file, testId]) => `${name}: ${testId} of ${file}`),
  );
  expect(wrong).toEqual([]);
});

test("an exception is of a component that is there and that no screen shows", () => {
  const drawing = new Set(layers().map(({ file }) => file));
  const shown = new Set(screens.flatMap(({ draws = {} }) => Object.keys(draws)));
  const stale = Object.keys(exceptions).filter((file) => !drawing.has(file) || shown.has(file));
  expect(stale).toEqual([]);
});

test("no two screens have the same name", () => {
  const names = screens.map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
