import { relative } from 'node:path';
import { Application, LogLevel, ReflectionKind } from 'typedoc';

/** What must have a comment: all that can be exported, and the public members of it. */
const DOCUMENTED =
  (ReflectionKind.SomeExport | ReflectionKind.SomeMember | ReflectionKind.Constructor) &
  // A file is no symbol, and what is exported again is documented where it is declared.
  ~(ReflectionKind.SomeModule | ReflectionKind.Reference);

/**
 * Names what can be imported from the entries and has no documentation, one sentence each. Generated code is exempt.
 *
 * @param {string} root folder that the sentences' paths start from
 * @param {readonly string[]} entries source files
 * @param {string} tsconfig
 * @returns {Promise<string[]>}
 */
export async function docsFaults(root, entries, tsconfig) {
  const app = await Application.bootstrap({
    entryPoints: [...entries],
    tsconfig,
    // tsc has looked at the types already.
    skipErrorChecking: true,
    excludePrivate: true,
    excludeProtected: false,
    excludeInternal: true,
    excludeExternals: true,
    emit: 'none',
    readme: 'none',
    logLevel: LogLevel.Error,
  });
  const project = await app.convert();
  if (!project) return ['the source could not be read; see above'];
  const faults = project.getReflectionsByKind(ReflectionKind.All).flatMap((reflection) => {
    const where = faultIn(reflection);
    if (!where) return [];
    const file = relative(root, where.fullFileName);
    return file.includes('src/gen/') ? [] : [`${file}:${where.line}: ${reflection.getFullName()} has no documentation`];
  });
  return [...new Set(faults)].sort();
}

/**
 * @param {import('typedoc').Reflection} reflection
 * @returns {import('typedoc').SourceReference | undefined} where it is declared, if a comment is missing there
 */
function faultIn(reflection) {
  if (!reflection.isDeclaration() || !reflection.kindOf(DOCUMENTED)) return undefined;
  // What it overrides or inherits is documented where it comes from.
  if (reflection.inheritedFrom || reflection.overwrites) return undefined;
  if (isInline(reflection) || isPlainConstructor(reflection) || hasComment(reflection)) return undefined;
  return reflection.sources?.[0];
}

/** @param {import('typedoc').DeclarationReflection} reflection @returns {boolean} */
function hasComment(reflection) {
  const parts = [reflection, ...(reflection.signatures ?? []), reflection.getSignature, reflection.setSignature];
  if (reflection.type?.type === 'reflection') parts.push(...(reflection.type.declaration.signatures ?? []));
  return parts.some((part) => part?.comment && (part.comment.summary.length > 0 || part.comment.blockTags.length > 0));
}

/**
 * Members of a type literal need comments where the literal is what an exported name stands for. Inside a union, a
 * parameter or another member, the words of what it is part of are enough.
 *
 * @param {import('typedoc').DeclarationReflection} reflection
 * @returns {boolean}
 */
function isInline(reflection) {
  const literal = reflection.parent;
  if (!literal?.kindOf(ReflectionKind.TypeLiteral)) return false;
  const owner = literal.parent;
  return !(owner?.isDeclaration() && owner.kindOf(ReflectionKind.TypeAlias) && owner.type?.type === 'reflection');
}

/** A constructor without parameters says nothing that the class does not. @param {import('typedoc').DeclarationReflection} reflection */
function isPlainConstructor(reflection) {
  const isConstructor = reflection.kindOf(ReflectionKind.Constructor);
  return isConstructor && (reflection.signatures ?? []).every((signature) => !signature.parameters?.length);
}
