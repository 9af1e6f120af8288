// Compares received data with the protocol, exactly: a key that is missing, unknown or of another type fails, and the
// failure names its path.
import assert from 'node:assert/strict';

const EXACT = Symbol('exact');
const OPTIONAL = Symbol('optional');
const LIST = Symbol('list');

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const TYPES = {
  any: () => true,
  string: (v) => typeof v === 'string' && v.length > 0,
  text: (v) => typeof v === 'string',
  integer: (v) => Number.isSafeInteger(v),
  count: (v) => Number.isSafeInteger(v) && v >= 0,
  boolean: (v) => typeof v === 'boolean',
  array: (v) => Array.isArray(v),
  object: (v) => isRecord(v),
  iso: (v) => typeof v === 'string' && ISO.test(v),
  millis: (v) => Number.isSafeInteger(v) && v > 1_600_000_000_000,
};

/** A spec for exactly this value. */
export function is(expected) {
  return { [EXACT]: expected };
}

/** A spec for an optional key. */
export function maybe(spec) {
  return { [OPTIONAL]: spec };
}

/** A spec for a list whose elements all have this shape. */
export function listOf(spec) {
  return { [LIST]: spec };
}

/**
 * Fails unless `value` has the shape of `spec`: the name of a type, a regular expression, `is`,
 * `maybe`, `listOf`, or an object of these. No other keys than those of the object are allowed.
 */
export function shape(value, spec, path = 'value') {
  if (typeof spec === 'string') {
    assert.ok(TYPES[spec], `no such type in the test: ${spec}`);
    assert.ok(TYPES[spec](value), `${path} should be of type ${spec}: ${show(value)}`);
  } else if (spec instanceof RegExp) {
    assert.equal(typeof value, 'string', `${path} should be a string: ${show(value)}`);
    assert.match(value, spec, path);
  } else if (EXACT in spec) {
    assert.deepEqual(value, spec[EXACT], `${path}: ${show(value)} is not ${show(spec[EXACT])}`);
  } else if (LIST in spec) {
    assert.ok(Array.isArray(value), `${path} should be a list: ${show(value)}`);
    value.forEach((element, i) => shape(element, spec[LIST], `${path}[${i}]`));
  } else {
    record(value, spec, path);
  }
  return value;
}

function record(value, spec, path) {
  assert.ok(isRecord(value), `${path} should be an object: ${show(value)}`);
  const unknown = Object.keys(value).filter((key) => !(key in spec));
  const missing = Object.keys(spec).filter((key) => !(key in value) && !isOptional(spec[key]));
  assert.deepEqual({ unknown, missing }, { unknown: [], missing: [] }, `${path}: ${show(value)}`);
  for (const [key, wanted] of Object.entries(spec)) {
    if (key in value) {
      shape(value[key], isOptional(wanted) ? wanted[OPTIONAL] : wanted, `${path}.${key}`);
    }
  }
}

function isOptional(spec) {
  return typeof spec === 'object' && OPTIONAL in spec;
}

function isRecord(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value) {
  return JSON.stringify(value);
}

/** The shape of a stored message for snake_case clients; `more` overrides or adds keys. */
export function snakeMessage(room, from, more = {}) {
  return {
    id: 'string',
    seq: 'integer',
    rev: 'integer',
    roomId: is(room),
    text: 'text',
    userId: is(from.sub),
    username: is(from.username),
    timestamp: 'iso',
    ...more,
  };
}

/** The shape of a stored message for kebab-case clients; `more` overrides or adds keys. */
export function kebabMessage(room, from, more = {}) {
  return {
    id: 'string',
    seq: 'integer',
    room: is(room),
    content: 'text',
    message: 'text',
    sender: { id: is(from.sub), name: is(from.username) },
    userId: is(from.sub),
    timestamp: 'iso',
    ...more,
  };
}

/** The shape of the error of a failed event; `more` overrides or adds keys. */
export function failure(code, more = {}) {
  return { status: is('error'), code: is(code), message: 'string', ...more };
}

export const violations = listOf({ field: 'text', message: 'string' });
