// Evaluates the text of a statement statically: literals, templates over constants, conditions, small functions, and
// what callers pass. Every possible text is one variant.
import ts from "typescript";

const MAX_VARIANTS = 256;

/** The values of a function's parameters while its body is evaluated. */
type Bindings = ReadonlyMap<ts.Symbol, { expression: ts.Expression; within: Bindings } | { text: string }>;
type FunctionLike = ts.ArrowFunction | ts.FunctionDeclaration;

/** An expression whose text is known only at run time. */
export class Unknowable extends Error {
  constructor(node: ts.Node) {
    super(`${node.getText().slice(0, 80)} is only known when it runs`);
  }
}

/** A destructured declaration can refer to several constant objects; each variant fixes which one. */
class Choice {
  constructor(
    readonly declaration: ts.Node,
    readonly count: number,
  ) {}
}

export class Evaluator {
  readonly #chosen = new Map<ts.Node, number>();
  readonly #checker: ts.TypeChecker;
  /** Calls and constructions by the declaration they call, for parameters. */
  readonly #calls: ReadonlyMap<ts.Node, readonly ts.CallExpression[]>;

  constructor(checker: ts.TypeChecker, calls: ReadonlyMap<ts.Node, readonly ts.CallExpression[]>) {
    this.#checker = checker;
    this.#calls = calls;
  }

  /** Every text an expression can have. @throws Unknowable */
  textsOf(expression: ts.Expression): string[] {
    try {
      return this.#variants(expression);
    } catch (choice) {
      if (!(choice instanceof Choice)) throw choice;
      const { declaration, count } = choice;
      const texts = Array.from({ length: count }, (_, index) => {
        this.#chosen.set(declaration, index);
        return this.textsOf(expression);
      });
      this.#chosen.delete(declaration);
      return distinct(texts.flat());
    }
  }

  #variants(expression: ts.Expression, bindings: Bindings = new Map(), depth = 0): string[] {
    if (depth > 40) throw new Unknowable(expression);
    const on = (inner: ts.Expression) => this.#variants(inner, bindings, depth + 1);
    if (ts.isStringLiteralLike(expression) || ts.isNumericLiteral(expression))
      return [expression.text.replaceAll("_", ts.isNumericLiteral(expression) ? "" : "_")];
    if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression) || ts.isNonNullExpression(expression))
      return on(expression.expression);
    if (ts.isTemplateExpression(expression)) {
      return expression.templateSpans.reduce(
        (texts, span) =>
          join(
            texts,
            on(span.expression).map((text) => text + span.literal.text),
            expression,
          ),
        [expression.head.text],
      );
    }
    if (ts.isConditionalExpression(expression)) return distinct([...on(expression.whenTrue), ...on(expression.whenFalse)]);
    if (ts.isBinaryExpression(expression)) {
      const arithmetic = this.#number(expression, bindings, depth);
      if (arithmetic !== null) return [String(arithmetic)];
      if (expression.operatorToken.kind === ts.SyntaxKind.PlusToken) return join(on(expression.left), on(expression.right), expression);
      if (expression.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) return distinct([...on(expression.left), ...on(expression.right)]);
    }
    if (ts.isIdentifier(expression)) return this.#named(expression, bindings, depth);
    if (ts.isPropertyAccessExpression(expression) || ts.isElementAccessExpression(expression)) return this.#member(expression, bindings, depth);
    if (ts.isCallExpression(expression)) return this.#call(expression, bindings, depth);
    return this.#literalType(expression);
  }

  #symbolAt(node: ts.Node): ts.Symbol | undefined {
    const symbol = this.#checker.getSymbolAtLocation(node);
    return symbol && symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }

  #named(name: ts.Identifier, bindings: Bindings, depth: number): string[] {
    const symbol = this.#symbolAt(name);
    const bound = symbol && bindings.get(symbol);
    if (bound) return "text" in bound ? [bound.text] : this.#variants(bound.expression, bound.within, depth + 1);
    const declaration = symbol?.valueDeclaration;
    if (
      declaration &&
      ts.isBindingElement(declaration) &&
      ts.isObjectBindingPattern(declaration.parent) &&
      ts.isVariableDeclaration(declaration.parent.parent) &&
      declaration.parent.parent.initializer
    ) {
      return (
        this.#destructured(declaration.parent.parent, ((declaration.propertyName ?? declaration.name) as ts.Identifier).text, bindings, depth) ??
        this.#literalType(name)
      );
    }
    if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer && ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) {
      return this.#variants(declaration.initializer, bindings, depth + 1);
    }
    if (declaration && ts.isParameter(declaration)) return this.#parameter(declaration, name, depth);
    return this.#literalType(name);
  }

  /** The values of a parameter over all calls. */
  #parameter(parameter: ts.ParameterDeclaration, use: ts.Expression, depth: number): string[] {
    const callee = parameter.parent;
    const index = callee.parameters.indexOf(parameter);
    const calls = this.#calls.get(callee) ?? [];
    const passed = calls.flatMap((call) => {
      const argument = call.arguments[index] ?? parameter.initializer;
      return argument ? this.#variants(argument, new Map(), depth + 1) : [];
    });
    return passed.length > 0 ? distinct(passed) : this.#literalType(use);
  }

  /** `STATEMENTS.take`, `STATEMENTS[name]`: a member of a constant object, or any of them. */
  #member(access: ts.PropertyAccessExpression | ts.ElementAccessExpression, bindings: Bindings, depth: number): string[] {
    const wanted = ts.isPropertyAccessExpression(access) ? access.name.text : this.#key(access.argumentExpression, bindings);
    return this.#membersNamed(access.expression, wanted, bindings, depth) ?? this.#literalType(access);
  }

  #key(argument: ts.Expression, bindings: Bindings): string | null {
    if (ts.isStringLiteral(argument)) return argument.text;
    const symbol = this.#symbolAt(argument);
    const bound = symbol && bindings.get(symbol);
    return bound && "text" in bound ? bound.text : null;
  }

  #destructured(declaration: ts.VariableDeclaration, wanted: string, bindings: Bindings, depth: number): string[] | null {
    const objects = declaration.initializer ? this.#objectsBehind(declaration.initializer) : [];
    if (objects.length === 0) return null;
    const index = objects.length === 1 ? 0 : this.#chosen.get(declaration);
    if (index === undefined) throw new Choice(declaration, objects.length);
    return objects
      .slice(index, index + 1)
      .flatMap((object) => membersOf(object, wanted))
      .flatMap((each) => this.#variants(each, bindings, depth + 1));
  }

  #membersNamed(owner: ts.Expression, wanted: string | null, bindings: Bindings, depth: number): string[] | null {
    const members = this.#objectsBehind(owner).flatMap((object) => membersOf(object, wanted));
    return members.length === 0 ? null : distinct(members.flatMap((each) => this.#variants(each, bindings, depth + 1)));
  }

  /**
   * The constant objects an expression can be: one by its name, the members of another, or what a loop iterates over.
   */
  #objectsBehind(expression: ts.Expression): ts.ObjectLiteralExpression[] {
    if (ts.isObjectLiteralExpression(expression)) return [expression];
    if (ts.isElementAccessExpression(expression))
      return this.#objectsBehind(expression.expression)
        .flatMap((object) => membersOf(object, null))
        .filter(ts.isObjectLiteralExpression);
    const initializer = this.#initializerOf(expression);
    const candidates = initializer ? [initializer] : (this.#listBehind(expression) ?? []);
    return candidates.filter(ts.isObjectLiteralExpression);
  }

  #initializerOf(expression: ts.Expression): ts.Expression | undefined {
    const declaration = this.#symbolAt(expression)?.valueDeclaration;
    let initializer = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    while (initializer && (ts.isAsExpression(initializer) || ts.isSatisfiesExpression(initializer))) initializer = initializer.expression;
    return initializer;
  }

  /** The elements of the constant array that a loop variable or a callback parameter iterates over. */
  #listBehind(expression: ts.Expression): readonly ts.Expression[] | undefined {
    const declaration = this.#symbolAt(expression)?.valueDeclaration;
    if (!declaration) return undefined;
    const loop = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : undefined;
    const callback =
      ts.isParameter(declaration) && ts.isArrowFunction(declaration.parent) && ts.isCallExpression(declaration.parent.parent)
        ? declaration.parent.parent.expression
        : undefined;
    const over = loop && ts.isForOfStatement(loop) ? loop.expression : callback && ts.isPropertyAccessExpression(callback) ? callback.expression : undefined;
    const array = over && this.#initializerOf(over);
    return array && ts.isArrayLiteralExpression(array) ? array.elements : undefined;
  }

  /** A call of one of our functions that returns one expression, or a join of a constant list. */
  #call(call: ts.CallExpression, bindings: Bindings, depth: number): string[] {
    if (ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === "join")
      return [this.#joined(call, call.expression.expression, bindings, depth)];
    const declared = this.#checker.getResolvedSignature(call)?.declaration;
    const body = declared && isFunctionLike(declared) ? returned(declared) : undefined;
    if (!body) return this.#literalType(call);
    const inner = new Map(bindings);
    (declared as FunctionLike).parameters.forEach((parameter, index) => {
      const symbol = this.#symbolAt(parameter.name);
      const argument = call.arguments[index] ?? parameter.initializer;
      if (symbol && argument) inner.set(symbol, { expression: argument, within: bindings });
    });
    return this.#variants(body, inner, depth + 1);
  }

  #joined(call: ts.CallExpression, list: ts.Expression, bindings: Bindings, depth: number): string {
    const separator = call.arguments[0] ? this.#only(call.arguments[0], bindings, depth) : ",";
    return this.#elements(list, bindings, depth).join(separator);
  }

  /** The elements of a constant list, optionally mapped by a function with one expression. */
  #elements(list: ts.Expression, bindings: Bindings, depth: number): string[] {
    if (ts.isArrayLiteralExpression(list)) return list.elements.map((element) => this.#only(element, bindings, depth));
    if (ts.isCallExpression(list) && ts.isPropertyAccessExpression(list.expression) && /^(map|flatMap)$/.test(list.expression.name.text)) {
      const [mapper] = list.arguments;
      const body = mapper && ts.isArrowFunction(mapper) ? returned(mapper) : undefined;
      if (!mapper || !ts.isArrowFunction(mapper) || !body) throw new Unknowable(list);
      return this.#elements(list.expression.expression, bindings, depth).flatMap((text, index) => {
        const inner = new Map(bindings);
        mapper.parameters.forEach((parameter, position) => {
          const symbol = this.#symbolAt(parameter.name);
          if (symbol) inner.set(symbol, { text: position === 0 ? text : String(index) });
        });
        return ts.isArrayLiteralExpression(body) ? this.#elements(body, inner, depth) : [this.#only(body, inner, depth)];
      });
    }
    const symbol = ts.isIdentifier(list) ? this.#symbolAt(list) : undefined;
    const bound = symbol && bindings.get(symbol);
    if (bound && !("text" in bound)) return this.#elements(bound.expression, bound.within, depth + 1);
    const initializer = this.#initializerOf(list);
    if (!initializer) throw new Unknowable(list);
    return this.#elements(initializer, bindings, depth + 1);
  }

  #only(expression: ts.Expression, bindings: Bindings, depth: number): string {
    const [text, ...more] = this.#variants(expression, bindings, depth + 1);
    if (text === undefined || more.length > 0) throw new Unknowable(expression);
    return text;
  }

  /** The value of a sum or product of constant numbers; null for anything else. */
  #number(expression: ts.BinaryExpression, bindings: Bindings, depth: number): number | null {
    const operator = OPERATORS[expression.operatorToken.kind];
    if (!operator || !(this.#checker.getTypeAtLocation(expression).flags & ts.TypeFlags.NumberLike)) return null;
    return operator(Number(this.#only(expression.left, bindings, depth)), Number(this.#only(expression.right, bindings, depth)));
  }

  /** The values allowed by the type alone: a union of literals. */
  #literalType(expression: ts.Expression): string[] {
    const type = this.#checker.getTypeAtLocation(expression);
    const members = type.isUnion() ? type.types : [type];
    return members.map((member) => {
      if (member.isStringLiteral() || member.isNumberLiteral()) return String(member.value);
      throw new Unknowable(expression);
    });
  }
}

const OPERATORS: Readonly<Partial<Record<ts.SyntaxKind, (a: number, b: number) => number>>> = {
  [ts.SyntaxKind.PlusToken]: (a, b) => a + b,
  [ts.SyntaxKind.MinusToken]: (a, b) => a - b,
  [ts.SyntaxKind.AsteriskToken]: (a, b) => a * b,
  [ts.SyntaxKind.SlashToken]: (a, b) => a / b,
};

const isFunctionLike = (node: ts.Node): node is FunctionLike => ts.isArrowFunction(node) || ts.isFunctionDeclaration(node);

const membersOf = (object: ts.ObjectLiteralExpression, wanted: string | null): ts.Expression[] =>
  object.properties
    .filter(ts.isPropertyAssignment)
    .filter((each) => wanted === null || (each.name as ts.Identifier).text === wanted)
    .map((each) => each.initializer);

function returned(callee: FunctionLike): ts.Expression | undefined {
  if (!callee.body || !ts.isBlock(callee.body)) return callee.body;
  const [only] = callee.body.statements;
  return callee.body.statements.length === 1 && only && ts.isReturnStatement(only) ? only.expression : undefined;
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

function join(before: readonly string[], after: readonly string[], at: ts.Node): string[] {
  const texts = distinct(before.flatMap((head) => after.map((tail) => head + tail)));
  if (texts.length > MAX_VARIANTS) throw new Unknowable(at);
  return texts;
}
