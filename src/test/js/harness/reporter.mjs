// Reporter for `node --test`. Writes one TEST-*.xml for each test file, as Surefire does for a class, into the folder
// PARLEY_REPORTS, and only failures to the standard output. PARLEY_VARIANT distinguishes runs of the same file, for
// example one for each transport.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = process.env.PARLEY_REPORTS;
const VARIANT = process.env.PARLEY_VARIANT ?? '';
const ROOT = path.join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..', 'tests');
const NOT_SELECTED = 'test name does not match pattern';

/** Collects the results of one file. */
class Suite {
  constructor(file) {
    this.topic = path.relative(ROOT, file).replace(/\.test\.mjs$/, '').replaceAll(path.sep, '.');
    this.file = file;
    this.parents = [];
    this.cases = [];
  }

  get name() {
    return `js.${this.topic}${VARIANT && ` [${VARIANT}]`}`;
  }

  started({ name, nesting }) {
    this.parents.length = nesting;
    this.parents[nesting] = name;
  }

  ended({ name, nesting, skip, details }, passed) {
    const error = passed ? undefined : details.error;
    // A group fails when one of its tests fails. Count it only if it fails itself, for example in a hook.
    const group = details.type === 'suite';
    if (skip === NOT_SELECTED || (group && (passed || error.failureType === 'subtestsFailed')))
      return undefined;
    const title =
      name === this.file ? 'the file itself' : [...this.parents.slice(0, nesting), name].join(' › ');
    const ended = { title, error, skip, seconds: details.duration_ms / 1_000 };
    this.cases.push(ended);
    return ended;
  }

  count(fits) {
    return this.cases.filter(fits).length;
  }

  xml() {
    const seconds = this.cases.reduce((sum, each) => sum + each.seconds, 0);
    const counts = `tests="${this.cases.length}" errors="0" skipped="${this.count(isSkipped)}"`;
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuite name="${escaped(this.name)}" time="${seconds.toFixed(3)}" ${counts}` +
        ` failures="${this.count((each) => each.error)}">`,
      ...this.cases.map((each) => this.#element(each)),
      '</testsuite>\n',
    ].join('\n');
  }

  #element(each) {
    const head =
      `  <testcase name="${escaped(each.title)}" classname="${escaped(this.name)}"` +
      ` time="${each.seconds.toFixed(3)}"`;
    if (isSkipped(each)) return `${head}><skipped message="${escaped(String(each.skip))}"/></testcase>`;
    if (!each.error) return `${head}/>`;
    const { message, stack } = cause(each.error);
    return `${head}>\n    <failure message="${escaped(message)}">${escaped(stack)}</failure>\n  </testcase>`;
  }
}

const isSkipped = ({ skip }) => skip !== undefined && skip !== false;

/** Returns the error that was thrown, without the runner's error around it. */
function cause(error) {
  const thrown = error.cause instanceof Error ? error.cause : error;
  const message = String(thrown.message ?? error.cause ?? thrown);
  return { message, stack: String(thrown.stack ?? message) };
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' };

/** Escapes text for XML 1.0, which allows neither control characters nor lone surrogates. */
function escaped(text) {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"\n]/g, (character) => ENTITIES[character]);
}

function write(suite) {
  const name = suite.name.replaceAll(',', '+').replace(/[^\w.+-]+/g, '-').replace(/-$/, '');
  writeFileSync(path.join(FOLDER, `TEST-${name}.xml`), suite.xml());
}

export default async function* report(events) {
  const suites = new Map();
  const suiteOf = ({ file }) => {
    if (!suites.has(file)) suites.set(file, new Suite(file));
    return suites.get(file);
  };
  for await (const { type, data } of events) {
    if (type === 'test:start' && data.file) {
      suiteOf(data).started(data);
    } else if (type === 'test:pass' || type === 'test:fail') {
      const suite = suiteOf(data);
      const ended = suite.ended(data, type === 'test:pass');
      if (ended?.error)
        yield `✖ ${suite.name}: ${ended.title} (${ended.seconds.toFixed(1)} s)\n${cause(ended.error).stack}\n\n`;
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      yield data.message;
    }
  }
  const ran = [...suites.values()].filter((suite) => suite.cases.length > 0);
  if (FOLDER) {
    mkdirSync(FOLDER, { recursive: true });
    ran.forEach(write);
  }
  const sum = (fits) => ran.reduce((total, suite) => total + suite.count(fits), 0);
  yield `${sum(() => true)} tests, ${sum((each) => each.error)} failed, ${sum(isSkipped)} skipped\n`;
}
