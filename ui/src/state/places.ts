// Where one can be in a window, and the way back and forward: pure, so that it can be tested alone.

/** A place within a tenant, or without one. Screens get what they show from here and nowhere else. */
export type Place =
  /** The first screen: Welcome without a tenant, the first resource type's directory with one. */
  | { screen: "start" }
  /** The connection form: of a tenant, or of a new one; beside it the test, or where secrets live. */
  | { screen: "connection"; tenantId?: string | undefined; beside?: "secrets" | undefined }
  /**
   * The table of a resource type; `id` is the resource under the cursor. Without `filter` it is filtered as it was
   * left, with "" it is not filtered.
   */
  | {
      screen: "directory";
      resourceType: string;
      id?: string | undefined;
      filter?: string | undefined;
    }
  /** One resource in full page. */
  | { screen: "resource"; resourceType: string; id: string }
  /**
   * Editing a resource: that of `id`, a new one like that of `clonedFrom`, or a new one. `draft` is what was edited
   * already: it is opened again as it was left.
   */
  | {
      screen: "edit";
      resourceType: string;
      id?: string | undefined;
      draft?: string | undefined;
      clonedFrom?: string | undefined;
    }
  /** Bringing a draft together with what the server has by now. */
  | { screen: "merge"; resourceType: string; draft: string }
  /** What was written to the tenant from here. */
  | { screen: "changes" }
  /** All tenants by their groups. */
  | { screen: "tenants" }
  /** The exchanges; `exchangeId` is the one that is shown in full, `text` what is searched at first. */
  | { screen: "history"; exchangeId?: string | undefined; text?: string | undefined }
  /** Where the secrets of all tenants live. */
  | { screen: "secrets" }
  /** The settings, at one of their sections. */
  | { screen: "settings"; section?: SettingsSection | undefined };

export type SettingsSection = "appearance" | "storage" | "diagnostics";

interface Trail {
  readonly past: readonly Place[];
  readonly here: Place;
  readonly future: readonly Place[];
}

export interface Navigation {
  /** The tenant that the window shows; undefined for none. */
  readonly tenantId: string | undefined;
  /** One trail for each tenant, so that a tenant is found again as it was left; "" is without a tenant. */
  readonly trails: Readonly<Record<string, Trail>>;
}

export type Move =
  | { kind: "open"; place: Place }
  | { kind: "replace"; place: Place }
  | { kind: "back" }
  | { kind: "forward" }
  /** `left` is where the tenant was left in an earlier run; in this one it is known. */
  | {
      kind: "enterTenant";
      tenantId: string;
      place?: Place | undefined;
      left?: Place | undefined;
    }
  | { kind: "leaveTenant"; place?: Place | undefined }
  | { kind: "forgetTenant"; tenantId: string };

const START: Place = { screen: "start" };
const FRESH: Trail = { past: [], here: START, future: [] };
const LONGEST = 100;

export function initialNavigation(tenantId?: string, left?: Place): Navigation {
  const nowhere = { tenantId, trails: {} };
  return tenantId === undefined ? nowhere : arrived(nowhere, tenantId, left);
}

export function trailOf(state: Navigation): Trail {
  return state.trails[state.tenantId ?? ""] ?? FRESH;
}

export function move(state: Navigation, step: Move): Navigation {
  switch (step.kind) {
    case "open":
      return withTrail(state, pushed(trailOf(state), step.place));
    case "replace":
      return withTrail(state, { ...trailOf(state), here: step.place });
    case "back":
      return withTrail(state, back(trailOf(state)));
    case "forward":
      return withTrail(state, forward(trailOf(state)));
    case "enterTenant":
      return entered(arrived(state, step.tenantId, step.left), step.place);
    case "leaveTenant":
      return entered({ ...state, tenantId: undefined }, step.place ?? START);
    case "forgetTenant":
      return forgotten(state, step.tenantId);
  }
}

/** In a tenant that this window never showed, one is where it was left. */
function arrived(state: Navigation, tenantId: string, left: Place | undefined): Navigation {
  const there = { ...state, tenantId };
  return left && !state.trails[tenantId] ? withTrail(there, { ...FRESH, here: left }) : there;
}

function withTrail(state: Navigation, trail: Trail): Navigation {
  return { ...state, trails: { ...state.trails, [state.tenantId ?? ""]: trail } };
}

function entered(state: Navigation, place: Place | undefined): Navigation {
  return place ? withTrail(state, pushed(trailOf(state), place)) : state;
}

function pushed(trail: Trail, place: Place): Trail {
  if (samePlace(trail.here, place)) return trail;
  return { past: [...trail.past, trail.here].slice(-LONGEST), here: place, future: [] };
}

function back(trail: Trail): Trail {
  const here = trail.past.at(-1);
  if (!here) return trail;
  return { past: trail.past.slice(0, -1), here, future: [trail.here, ...trail.future] };
}

function forward(trail: Trail): Trail {
  const [here, ...future] = trail.future;
  if (!here) return trail;
  return { past: [...trail.past, trail.here], here, future };
}

function forgotten(state: Navigation, tenantId: string): Navigation {
  const trails = Object.fromEntries(
    Object.entries(state.trails)
      .filter(([id]) => id !== tenantId)
      .map(([id, trail]) => [id, withoutForm(trail, tenantId)]),
  );
  const left = state.tenantId === tenantId ? undefined : state.tenantId;
  return { tenantId: left, trails };
}

function withoutForm(trail: Trail, tenantId: string): Trail {
  const stays = (place: Place) => place.screen !== "connection" || place.tenantId !== tenantId;
  return {
    past: trail.past.filter(stays),
    here: stays(trail.here) ? trail.here : START,
    future: trail.future.filter(stays),
  };
}

function samePlace(one: Place, other: Place): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
