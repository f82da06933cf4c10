import { expect, test } from "vitest";
import { CLUSTER_NAME, proposedName } from "./names";

test("suggests a name the operation accepts", () => {
  expect(proposedName({ nodeType: "h100-sxm.8x", city: "Mo i Rana" })).toBe("h100-mo-i-rana");
  expect(proposedName({ nodeType: "gb200-nvl72.tray", city: "São Paulo" })).toBe("gb200-sao-paulo");
  expect(proposedName({ nodeType: "h100-sxm.8x", city: "서울" })).toBe("h100");
  for (const city of ["Luleå", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "–", ""])
    expect(proposedName({ nodeType: "rtx-pro-6000.8x", city })).toMatch(CLUSTER_NAME);
});
