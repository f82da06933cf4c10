import { describe, expect, it } from "vitest";
import { csv, forSpreadsheets } from "./csv";

describe("csv", () => {
  it("quotes only where needed and ends lines with CR LF", () => {
    expect(
      csv(
        ["a", "b"],
        [
          ["x,y", 'say "so"'],
          ["two\nlines", null],
        ],
      ),
    ).toBe('a,b\r\n"x,y","say ""so"""\r\n"two\nlines",\r\n');
  });
  it("does not let a spreadsheet evaluate a cell", () => {
    expect(csv(["a"], [["=HYPERLINK(1)"], ["-cmd"], ["@x"], ["-12.50"], [-3]])).toBe("a\r\n'=HYPERLINK(1)\r\n'-cmd\r\n'@x\r\n-12.50\r\n-3\r\n");
  });

  it("begins with exactly one byte order mark in files for people", () => {
    const bytes = forSpreadsheets(new TextEncoder().encode("서울,1"));
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(forSpreadsheets(bytes)).toBe(bytes);
    expect(new TextDecoder().decode(bytes)).toBe("서울,1");
  });
});
