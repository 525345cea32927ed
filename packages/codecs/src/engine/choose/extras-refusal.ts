/**
 * Why the browser cannot do what only our engine has a name for; `undefined` when nothing of it is asked for.
 *
 * @param member the member that holds the extras, such as `opusExtras`
 */
export function extrasRefusal(member: string, extras: object | undefined): string | undefined {
  const [name] = Object.keys(extras ?? {});
  return name && `${member}.${name} is an option of the wasm engine only`;
}
