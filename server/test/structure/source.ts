/** The source as the structure tests read it: files, what they import, the statements they send to the database. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const LEFT_OUT = new Set(['node_modules', 'dist', 'data', '.git', '.cache']);

/** Files below a folder whose names end so, from the checkout's root, sorted. */
export function filesUnder(folder: string, ends: RegExp): string[] {
  const walk = (dir: string): string[] =>
    readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : walk(join(dir, entry.name));
      return ends.test(entry.name) ? [relative(ROOT, join(dir, entry.name))] : [];
    });
  return walk(join(ROOT, folder)).sort();
}

export function readSource(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** Tests and what only they use. */
export function isTest(file: string): boolean {
  return /\.(test|fixture)\.tsx?$/.test(file) || file.startsWith('server/test/');
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readSource(file), ts.ScriptTarget.Latest, true);
}

/** `typeOnly`: nothing is left of it when the program runs. `to` is a path from the root, or the name of a package. */
export type Import = { file: string; to: string; typeOnly: boolean };

function typeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return (
    !clause.name && named !== undefined && ts.isNamedImports(named) && named.elements.every((one) => one.isTypeOnly)
  );
}

export function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, isType: boolean) => {
    const to = specifier.startsWith('.') ? join(dirname(file), specifier) : specifier;
    found.push({ file, to, typeOnly: isType });
  };
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      add((node.moduleSpecifier as ts.StringLiteral).text, typeOnly(node));
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument && ts.isStringLiteralLike(argument)) add(argument.text, false);
    } else if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    ) {
      add(node.argument.literal.text, true);
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
}

/** A statement of the source; holes stand as `§`. */
export type Statement = { file: string; line: number; text: string };

const STARTS =
  /^\s*\(?\s*(WITH\s+\w+\s+AS|WITH\s+§|WITH\s+RECURSIVE|SELECT|INSERT\s+INTO|UPDATE\s+\S+(\s+\w+)?\s+SET|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE)\b/;

function templateText(node: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  return node.head.text + node.templateSpans.map((span) => `§${span.literal.text}`).join('');
}

/** Every string of a file that reads as a statement. A template inside another's hole is a statement of its own. */
export function statementsOf(file: string): Statement[] {
  const source = parse(file);
  const found: Statement[] = [];
  const visit = (node: ts.Node): void => {
    const text =
      ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)
        ? templateText(node)
        : ts.isStringLiteral(node)
          ? node.text
          : '';
    if (STARTS.test(text)) {
      found.push({
        file,
        line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
        text: text.replace(/\s+/g, ' ').trim(),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
