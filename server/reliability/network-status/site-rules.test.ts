import { expect, it } from "vitest";
import { siteState, type SiteView } from "./site-rules";

const view = (more: Partial<SiteView>): SiteView => ({ watched: 8, unknown: 0, ailing: 0, darkSince: null, workSince: null, ...more });

it("a site shows the worst state that holds for all of it", () => {
  expect(siteState(view({})).state).toBe("up");
  expect(siteState(view({ ailing: 1 })).state).toBe("up");
  expect(siteState(view({ ailing: 2 })).state).toBe("degraded");
  expect(siteState(view({ watched: 40, ailing: 9 })).state).toBe("up");
  expect(siteState(view({ unknown: 6 })).state).toBe("up");
  expect(siteState(view({ unknown: 7 })).state).toBe("unknown");
  expect(siteState(view({ watched: 0 })).state).toBe("unknown");
  expect(siteState(view({ ailing: 8, workSince: 5 }))).toEqual({ state: "maintenance", since: 5 });
  expect(siteState(view({ unknown: 8, darkSince: 7, workSince: 5 }))).toEqual({ state: "down", since: 7 });
});
