import { parseArguments, USAGE } from './harness/arguments.mjs';

/** @param {string[]} argv */
async function main(argv) {
  const options = parseArguments(argv);
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const { listBenches, loadBench } = await import('./harness/registry.mjs');
  if (options.list) {
    for (const name of listBenches()) console.log(`${name}: ${(await loadBench(name)).title}`);
    return;
  }
  if (options.name === undefined) throw new Error(`which bench?\n\n${USAGE}`);
  const { runBench } = await import('./harness/run-bench.mjs');
  await runBench(await loadBench(options.name), options);
}

/** @param {any} error */
function explain(error) {
  if (error.code === 'ERR_MODULE_NOT_FOUND') return `${error.message}\nRun "npm install" first.`;
  return error.message;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`bench failed: ${explain(error)}`);
  process.exitCode = 1;
}
