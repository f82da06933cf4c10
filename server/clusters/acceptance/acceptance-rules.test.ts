import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acceptanceReportOf, failedNodes, type NodeResult } from "./acceptance-rules";

const cluster = { nodes: 2, gpusPerNode: 8, committedGbps: 100 };
const result = (nodeId: string, more: Partial<NodeResult> = {}): NodeResult => ({
  nodeId,
  gpusTested: null,
  gpusPassed: null,
  diagnosticsLevel: null,
  bandwidthGbps: null,
  allReduceGigabytesPerSecond: null,
  allReduceNodes: null,
  fault: null,
  ...more,
});
const whole = { gpusTested: 8, gpusPassed: 8, diagnosticsLevel: 3, bandwidthGbps: 104, allReduceGigabytesPerSecond: 474.2, allReduceNodes: 2 };
const AT = "2026-11-28T08:00:00Z";

describe("the acceptance report", () => {
  it("shows no figure that was not reported", () => {
    const report = acceptanceReportOf(cluster, [], 0, AT);
    expect(report).toMatchObject({ nodesTested: 0, nodesPassedAtFirstTry: null, allReduceGigabytesPerSecond: null, diagnosticsLevel: null });
    expect(report.checks.map(({ passed, figure }) => [passed, figure])).toEqual(report.checks.map(() => [null, "not measured"]));
  });
  it("shows what was measured, the lowest of all nodes", () => {
    const report = acceptanceReportOf(cluster, [result("a", whole), result("b", { ...whole, bandwidthGbps: 101.5, allReduceGigabytesPerSecond: 470 })], 1, AT);
    expect(report).toMatchObject({ nodesTested: 2, nodesPassedAtFirstTry: 1, allReduceGigabytesPerSecond: 470, diagnosticsLevel: 3 });
    expect(report.checks.map(({ name, passed, figure }) => `${name}: ${passed}, ${figure}`)).toEqual([
      "GPU diagnostics, level 3: true, 16 of 16 GPUs",
      "All-reduce bus bandwidth over 2 nodes: true, 470 GB/s",
      "Bandwidth per node, 100 Gb/s committed: true, 101.5 Gb/s at least",
      "Passed at first try: true, 1 of 2 nodes",
    ]);
  });
  it("passes nothing for an untested node, and ignores other nodes' all-reduce", () => {
    const report = acceptanceReportOf(cluster, [result("a", { ...whole, allReduceNodes: 4 })], 0, AT);
    expect(report).toMatchObject({ nodesTested: 1, nodesPassedAtFirstTry: null, allReduceGigabytesPerSecond: null, diagnosticsLevel: null });
    expect(report.checks[0]).toMatchObject({ passed: null, figure: "8 of 16 GPUs" });
  });
  it("shows only numbers that some node reported", () => {
    const figures = fc.record(
      {
        gpusTested: fc.constant(8),
        gpusPassed: fc.constant(8),
        diagnosticsLevel: fc.integer({ min: 1, max: 4 }),
        bandwidthGbps: fc.integer({ min: 100, max: 400 }),
        allReduceGigabytesPerSecond: fc.integer({ min: 1, max: 500 }),
        allReduceNodes: fc.constantFrom(1, 2),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(figures, { maxLength: 2 }), (reported) => {
        const results = reported.map((one, index) => result(String(index), one));
        const report = acceptanceReportOf(cluster, results, 0, AT);
        const said = (figure: number | null, of: (one: NodeResult) => number | null) => figure === null || results.some((one) => of(one) === figure);
        expect(said(report.diagnosticsLevel, (one) => one.diagnosticsLevel)).toBe(true);
        expect(said(report.allReduceGigabytesPerSecond, (one) => one.allReduceGigabytesPerSecond)).toBe(true);
        if (results.length < 2) for (const check of report.checks) expect(check.passed).toBeNull();
      }),
    );
  });
});

describe("a node", () => {
  it("fails when it is down, says so, or measures less than committed; without a result it is not held back", () => {
    const nodes = ["a", "b", "c", "d", "e"].map((nodeId) => ({ nodeId, health: nodeId === "a" ? "down" : "up" }));
    const failed = failedNodes(
      nodes,
      [result("b", { fault: "Fan 3 stands still" }), result("c", { gpusTested: 8, gpusPassed: 7 }), result("d", { bandwidthGbps: 61 })],
      100,
    );
    expect(failed.map(({ nodeId, fault }) => `${nodeId}: ${fault}`)).toEqual([
      "a: Not answering during bring-up",
      "b: Fan 3 stands still",
      "c: 1 of 8 GPUs failed their diagnostics",
      "d: 61 Gb/s measured, 100 committed",
    ]);
  });
});
