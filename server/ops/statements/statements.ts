// Every statement that the server sends through a transaction: its text, and the declared type of its rows.
import path from "node:path";
import ts from "typescript";
import { Evaluator, Unknowable } from "./evaluate";

export interface Statement {
  /** `server/…/file.ts:12` */
  place: string;
  /** The module that sends it: the folder below server/. */
  module: string;
  /** Each possible text. */
  variants: string[];
  /** Why its text is unknown; then it has no variants. */
  unknown: string | null;
  /** Declared properties of its rows; null when none are read. */
  row: readonly Property[] | null;
}

export interface Property {
  name: string;
  type: ts.Type;
  optional: boolean;
}

export interface Sources {
  checker: ts.TypeChecker;
  statements: Statement[];
}

/** The program of these files, as tsconfig.json compiles it. */
export function programOf(root: string, files: readonly string[]): ts.Program {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(root, "tsconfig.json"),
    { noEmit: true, skipLibCheck: true, incremental: false },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
        throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
      },
    },
  );
  if (!config) throw new Error("tsconfig.json cannot be read");
  return ts.createProgram(files, config.options);
}

/** @param files the files whose statements are returned; all others only provide types and constants. */
export function statementsOf(root: string, program: ts.Program, files: readonly string[]): Sources {
  const checker = program.getTypeChecker();
  const wanted = files.flatMap((file) => program.getSourceFile(file) ?? []);
  const all = wanted.flatMap(callsIn);
  const byCallee = new Map<ts.Node, ts.CallExpression[]>();
  const sending: { call: ts.CallExpression; text: ts.Expression; returnsRows: boolean }[] = [];
  for (const call of all) {
    const name = ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : ts.isIdentifier(call.expression) ? call.expression.text : "";
    if ((name === "sql" || name === "exec") && ts.isPropertyAccessExpression(call.expression)) {
      if (isTransaction(checker.getTypeAtLocation(call.expression.expression)) && call.arguments[0])
        sending.push({ call, text: call.arguments[0], returnsRows: name === "sql" });
    } else if (name === "execWithCommit" && ts.isIdentifier(call.expression) && call.arguments[1]) {
      sending.push({ call, text: call.arguments[1], returnsRows: false });
    } else if (isOurs(checker, call)) {
      const callee = checker.getResolvedSignature(call)?.declaration;
      if (callee) byCallee.set(callee, [...(byCallee.get(callee) ?? []), call]);
    }
  }
  const evaluator = new Evaluator(checker, byCallee);
  const statements = sending.map(({ call, text, returnsRows }): Statement => {
    const file = path.relative(root, call.getSourceFile().fileName);
    const place = `${file}:${call.getSourceFile().getLineAndCharacterOfPosition(call.getStart()).line + 1}`;
    const common = { place, module: file.split(path.sep)[1] ?? "", row: returnsRows ? rowOf(checker, call) : null };
    try {
      return { ...common, variants: evaluator.textsOf(text), unknown: null };
    } catch (error) {
      if (!(error instanceof Unknowable)) throw error;
      return { ...common, variants: [], unknown: error.message };
    }
  });
  return { checker, statements };
}

function callsIn(node: ts.Node): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const visit = (each: ts.Node): void => {
    if (ts.isCallExpression(each)) found.push(each);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

const isTransaction = (type: ts.Type): boolean => type.symbol?.name === "Tx" || type.symbol?.name === "OpenTransaction";

/** Whether a function of this repository is called, because resolving every call would take long. */
function isOurs(checker: ts.TypeChecker, call: ts.CallExpression): boolean {
  if (!ts.isIdentifier(call.expression)) return false;
  const symbol = checker.getSymbolAtLocation(call.expression);
  const declaration = (symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)?.valueDeclaration;
  return declaration !== undefined && !declaration.getSourceFile().fileName.includes("node_modules");
}

function rowOf(checker: ts.TypeChecker, call: ts.CallExpression): Property[] | null {
  const promised = checker.getAwaitedType(checker.getTypeAtLocation(call));
  const row = promised && checker.getTypeArguments(promised as ts.TypeReference)[0];
  if (!row) return null;
  const properties = checker.getPropertiesOfType(row.isTypeParameter() ? (row.getConstraint() ?? row) : row);
  if (properties.length === 0) return null;
  return properties.map((symbol) => ({
    name: symbol.name,
    type: checker.getTypeOfSymbolAtLocation(symbol, call),
    optional: (symbol.flags & ts.SymbolFlags.Optional) !== 0,
  }));
}
