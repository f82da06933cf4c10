// Import rules. server/ops/conventions.test.ts proves that every rule fires and that allowed imports pass.

/** Low to high: a module imports the index of modules below it, reads their published views, and nothing of those above. */
export const MODULES = ["kernel", "identity", "catalog", "capacity", "clusters", "signals", "reliability", "billing", "settlement"];

/** Tests, their shared kits, and the samples that the registry test feeds each verb with. */
const TESTS = "\\.test\\.tsx?$|/testing/|/samples\\.ts$";
/** Places that wire modules together: they can also import a module's lists of verbs, events and jobs. */
const WIRING = "^server/(doors|ops|demo)/|^server/(main|worker)\\.ts$";

const upwards = MODULES.slice(0, -1).map((module, level) => ({
  name: `order-${module}`,
  comment: `${module} stands below ${MODULES.slice(level + 1).join(", ")}; what happens upwards is an outbox event.`,
  severity: "error",
  from: { path: `^server/${module}/`, pathNot: TESTS },
  to: { path: `^server/(${MODULES.slice(level + 1).join("|")})/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
const configuration = {
  forbidden: [
    ...upwards,
    {
      name: "modules-by-index",
      comment: "Of another module only index.ts may be imported; the kernel is open to all.",
      severity: "error",
      from: { path: "^server/([^/]+)/", pathNot: `${WIRING}|${TESTS}` },
      to: { path: `^server/(${MODULES.slice(1).join("|")})/`, pathNot: "^server/$1/|^server/[^/]+/index\\.ts$" },
    },
    {
      name: "wiring-by-lists",
      comment: "Adapters, the tools of server/ops and the worker read a module's index, router, events, handlers and jobs.",
      severity: "error",
      from: { path: WIRING, pathNot: TESTS },
      to: { path: `^server/(${MODULES.slice(1).join("|")})/`, pathNot: "^server/[^/]+/(index|router|events|handlers|jobs)\\.ts$" },
    },
    {
      name: "settlement-is-hidden",
      comment: "The network's inner side is reached by the worker, the registry and the operator's pages alone.",
      severity: "error",
      from: { pathNot: `^server/settlement/|^server/worker\\.ts$|^server/doors/registry\\.ts$|^server/(ops|demo)/|^app/\\(operator\\)/|${TESTS}` },
      to: { path: "^server/settlement/" },
    },
    {
      name: "production-without-demo",
      comment: "The web server, the worker and the modules know nothing of the demo: it puts its own processes together.",
      severity: "error",
      from: { path: "^server/", pathNot: `^server/(demo|ops)/|${TESTS}` },
      to: { path: "^server/demo/" },
    },
    {
      name: "lib-is-pure",
      comment: "lib knows no module of ours and touches neither files, network nor React.",
      severity: "error",
      from: { path: "^lib/", pathNot: TESTS },
      to: { path: "^(app|components|server|prisma|e2e|bench)/|node_modules/(react|react-dom|next|pg|@prisma)/" },
    },
    { name: "lib-without-io", severity: "error", from: { path: "^lib/", pathNot: TESTS }, to: { dependencyTypes: ["core"] } },
    {
      name: "components-know-no-domain",
      comment: "components import lib and packages, nothing else of ours.",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^(app|server|prisma|e2e|bench)/" },
    },
    {
      name: "components-use-shapes-only",
      comment: "A schema in the browser costs its library; components take the types.",
      severity: "error",
      from: { path: "^components/", pathNot: TESTS },
      to: { path: "^lib/contracts/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "pages-through-the-caller",
      comment: "Pages reach the server through server/doors/console/caller.ts; anything else of server/doors gives them types alone.",
      severity: "error",
      from: { path: "^app/", pathNot: "^app/api/" },
      to: { path: "^server/", pathNot: "^server/doors/console/caller\\.ts$|^server/settlement/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "types-of-the-api-only",
      severity: "error",
      from: { path: "^app/" },
      to: { path: "^server/", pathNot: "^server/doors/|^server/settlement/" },
    },
    { name: "server-without-pages", severity: "error", from: { path: "^server/", pathNot: TESTS }, to: { path: "^(app|components|e2e|bench)/" } },
    {
      name: "testing-kit-in-tests",
      severity: "error",
      from: { pathNot: `${TESTS}|^(e2e|bench)/|\\.config\\.ts$` },
      to: { path: "/testing/" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "shipped-packages",
      comment: "What runs in production may not need a development dependency.",
      severity: "error",
      from: { path: "^(app|components|lib|server)/", pathNot: `${TESTS}|^server/ops/migrations/schema-engine\\.mjs$` },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^server/kernel/database/generated/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"] },
    moduleSystems: ["es6", "cjs"],
  },
};

export default configuration;
