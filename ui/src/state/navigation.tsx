// The window's place: read by the screens, moved by everything that leads somewhere.
import type { ReactNode } from "react";
import { createContext, use, useReducer } from "react";

import type { Navigation, Place } from "./places";
import { initialNavigation, move, trailOf } from "./places";

export type { Place } from "./places";

export interface Navigate {
  /** Goes to a place of this tenant and remembers the one that was left. */
  open(place: Place): void;
  /** Changes the place without remembering the old one: for the cursor that moves in a list. */
  replace(place: Place): void;
  back(): void;
  forward(): void;
  /** Shows a tenant where it was left, or at `place`. */
  enterTenant(tenantId: string, place?: Place): void;
  /** Shows no tenant. */
  leaveTenant(place?: Place): void;
  /** Drops every trace of a tenant that was erased. */
  forgetTenant(tenantId: string): void;
}

export interface Whereabouts {
  tenantId: string | undefined;
  place: Place;
  canGoBack: boolean;
  canGoForward: boolean;
}

const NavigateContext = createContext<Navigate | undefined>(undefined);
const WhereaboutsContext = createContext<Whereabouts | undefined>(undefined);

interface NavigationProviderProps {
  /** The tenant to start in. */
  startTenantId?: string | undefined;
  /** The place to start at (tests). */
  startPlace?: Place | undefined;
  /**
   * Told of a place before anything of it is drawn: what it shows can be asked for already. Hands back the place, more
   * precise where it left something open: it need not be replaced once it is drawn.
   */
  onOpening?: ((tenantId: string | undefined, place: Place) => Place) | undefined;
  /** Where a tenant was left in an earlier run. */
  leftAt?: ((tenantId: string) => Place | undefined) | undefined;
  children: ReactNode;
}

export function NavigationProvider(props: NavigationProviderProps) {
  const { onOpening, leftAt } = props;
  const [state, step] = useReducer(move, props, started);
  const { tenantId } = state;
  const navigate: Navigate = {
    open: (place) => step({ kind: "open", place: onOpening?.(tenantId, place) ?? place }),
    replace: (place) => step({ kind: "replace", place }),
    back: () => step({ kind: "back" }),
    forward: () => step({ kind: "forward" }),
    enterTenant: (tenantId, place) =>
      step({ kind: "enterTenant", tenantId, place, left: leftAt?.(tenantId) }),
    leaveTenant: (place) => step({ kind: "leaveTenant", place }),
    forgetTenant: (tenantId) => step({ kind: "forgetTenant", tenantId }),
  };
  const trail = trailOf(state);
  const whereabouts: Whereabouts = {
    tenantId,
    place: trail.here,
    canGoBack: trail.past.length > 0,
    canGoForward: trail.future.length > 0,
  };
  return (
    <NavigateContext value={navigate}>
      <WhereaboutsContext value={whereabouts}>{props.children}</WhereaboutsContext>
    </NavigateContext>
  );
}

export function useNavigate(): Navigate {
  const navigate = use(NavigateContext);
  if (!navigate) throw new Error("useNavigate needs a NavigationProvider");
  return navigate;
}

export function useWhereabouts(): Whereabouts {
  const whereabouts = use(WhereaboutsContext);
  if (!whereabouts) throw new Error("useWhereabouts needs a NavigationProvider");
  return whereabouts;
}

function started(props: NavigationProviderProps): Navigation {
  const { startTenantId, leftAt } = props;
  const left = startTenantId === undefined ? undefined : leftAt?.(startTenantId);
  const state = initialNavigation(startTenantId, left);
  return props.startPlace ? move(state, { kind: "replace", place: props.startPlace }) : state;
}
