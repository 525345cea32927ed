/**
 * Says what keeps `text` from being a session description that is worth relaying, or `undefined` if nothing
 * does. Looks at the lines that RFC 8866 §5 requires (`v=`, `o=`, `s=`, `t=`) and at the characters; what the
 * media sections mean is for the peers to judge.
 */
export function sdpFault(text: string): string | undefined {
  if (!/^v=0\r?\n/.test(text)) return 'the first line is not "v=0"';
  for (const type of ['o', 's', 't']) {
    if (!text.includes(`\n${type}=`)) return `there is no "${type}=" line`;
  }

  if (text.includes('\u0000')) return 'there is a NUL character';
  const odd = text.split('\n').find((line) => line.trim() !== '' && !/^[a-z]=/.test(line));
  if (odd !== undefined) return `the line ${JSON.stringify(odd.slice(0, 40))} is not of the form "x=…"`;
  return undefined;
}
