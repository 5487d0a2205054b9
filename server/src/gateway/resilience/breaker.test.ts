import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BREAKER, Breaker, type BreakerState, type CallEnd, type Settle } from './breaker.ts';

function breaker() {
  let now = 0;
  const changes: BreakerState[] = [];
  const options = { ...BREAKER, now: () => now, onChange: (state: BreakerState) => changes.push(state) };
  const subject = new Breaker(options);
  return {
    subject,
    changes,
    pass: (ms: number) => {
      now += ms;
    },
    calls: (...ends: CallEnd[]) => {
      for (const end of ends) subject.enter()?.(end);
    },
  };
}

const FIVE_FAILURES = Array<CallEnd>(5).fill('failed');

test('half of at least five calls must fail before it opens', () => {
  const { subject, calls } = breaker();
  calls('failed', 'failed', 'failed', 'failed');
  expect(subject.state).toBe('closed');
  calls('succeeded', 'succeeded', 'succeeded', 'succeeded', 'succeeded');
  expect(subject.state).toBe('closed');
  calls('failed');
  expect(subject.state).toBe('open');
  expect(subject.enter()).toBeUndefined();
  expect(subject.waitMs).toBe(5_000);
});

test('failures of long ago, and calls that say nothing, do not count', () => {
  const { subject, calls, pass } = breaker();
  calls('failed', 'failed', 'failed', 'failed', 'unknown', 'unknown');
  pass(30_000);
  calls('failed');
  expect(subject.state).toBe('closed');
});

test('one call is let through to see, and no other until it has ended', () => {
  const { subject, calls, pass, changes } = breaker();
  calls(...FIVE_FAILURES);
  pass(4_999);
  expect(subject.isPassable).toBe(false);
  pass(1);
  const probe = subject.enter();
  expect(probe).toBeDefined();
  expect(subject.enter()).toBeUndefined();
  probe?.('succeeded');
  expect(changes).toEqual(['open', 'half-open', 'closed']);
  calls('failed', 'failed', 'failed', 'failed');
  expect(subject.state).toBe('closed');
});

test('a probe that fails keeps it open twice as long, up to a minute', () => {
  const { subject, calls, pass } = breaker();
  calls(...FIVE_FAILURES);
  const waits = [5_000, 10_000, 20_000, 40_000, 60_000, 60_000];
  for (const wait of waits) {
    expect(subject.waitMs).toBe(wait);
    pass(wait);
    calls('failed');
  }
});

test('a probe that was cancelled says nothing: the next call is the probe', () => {
  const { subject, calls, pass } = breaker();
  calls(...FIVE_FAILURES);
  pass(5_000);
  calls('unknown');
  expect(subject.state).toBe('open');
  calls('succeeded');
  expect(subject.state).toBe('closed');
});

test('what began before it opened does not close it, nor fail its probe', () => {
  const { subject, calls, pass } = breaker();
  const early = subject.enter();
  calls(...FIVE_FAILURES);
  early?.('succeeded');
  expect(subject.state).toBe('open');
  pass(5_000);
  const probe = subject.enter();
  early?.('failed');
  expect(subject.state).toBe('half-open');
  probe?.('succeeded');
  probe?.('failed');
  expect(subject.state).toBe('closed');
});

test('it can be closed by hand, whatever it was about to find out', () => {
  const { subject, calls, pass } = breaker();
  calls(...FIVE_FAILURES);
  subject.reset();
  expect(subject.state).toBe('closed');
  calls(...FIVE_FAILURES);
  pass(5_000);
  const probe = subject.enter();
  subject.reset();
  probe?.('failed');
  expect(subject.state).toBe('closed');
});

/** The breaker as one would tell it: all that happened is kept, and everything is worked out from it. */
class Model {
  readonly #counted: { step: number; isFailure: boolean }[] = [];
  /** Since when it is open, and how often its probes have failed since. */
  #opened: { at: number; failedProbes: number } | undefined;
  #probe: number | undefined;
  #era = 0;
  readonly #eraOf = new Map<number, number>();

  get state(): BreakerState {
    if (this.#probe !== undefined) return 'half-open';
    return this.#opened ? 'open' : 'closed';
  }

  enter(id: number, now: number): boolean {
    if (this.#probe !== undefined) return false;
    if (this.#opened) {
      const { at, failedProbes } = this.#opened;
      if (now < at + Math.min(5_000 * 2 ** failedProbes, 60_000)) return false;
      this.#probe = id;
      this.#era++;
    }
    this.#eraOf.set(id, this.#era);
    return true;
  }

  settle(id: number, end: CallEnd, now: number): void {
    if (this.#eraOf.get(id) !== this.#era) return;
    if (this.#probe === id) {
      this.#probe = undefined;
      this.#era++;
      if (end === 'succeeded') this.#close();
      else if (end === 'failed' && this.#opened)
        this.#opened = { at: now, failedProbes: this.#opened.failedProbes + 1 };
      return;
    }
    if (end === 'unknown') return;
    const step = Math.floor(now / 3_000);
    this.#counted.push({ step, isFailure: end === 'failed' });
    const recent = this.#counted.filter((each) => each.step > step - 10);
    const failures = recent.filter(({ isFailure }) => isFailure).length;
    if (end === 'failed' && recent.length >= 5 && failures >= recent.length / 2) {
      this.#opened = { at: now, failedProbes: 0 };
      this.#era++;
    }
  }

  reset(): void {
    this.#probe = undefined;
    this.#era++;
    this.#close();
  }

  #close(): void {
    this.#opened = undefined;
    this.#counted.length = 0;
  }
}

test('over any schedule it does what the model does, with one probe at most', () => {
  const end = fc.constantFrom<CallEnd>('succeeded', 'failed', 'failed', 'unknown');
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ what: fc.constant('enter' as const) }) },
    { weight: 6, arbitrary: fc.record({ what: fc.constant('settle' as const), which: fc.nat(), end }) },
    { weight: 3, arbitrary: fc.record({ what: fc.constant('pass' as const), ms: fc.nat({ max: 9_000 }) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('reset' as const) }) },
  );
  const seen = new Set<BreakerState>();
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
      let now = 0;
      const subject = new Breaker({ ...BREAKER, now: () => now });
      const model = new Model();
      const open: { id: number; settle: Settle }[] = [];
      for (const [id, each] of steps.entries()) {
        if (each.what === 'pass') now += each.ms;
        else if (each.what === 'reset') {
          subject.reset();
          model.reset();
        } else if (each.what === 'enter') {
          const isPassable = subject.isPassable;
          const settle = subject.enter();
          expect(settle !== undefined).toBe(model.enter(id, now));
          expect(isPassable).toBe(settle !== undefined);
          if (settle) open.push({ id, settle });
        } else {
          const [call] = open.splice(each.which % Math.max(1, open.length), 1);
          call?.settle(each.end);
          if (call) model.settle(call.id, each.end, now);
        }
        expect(subject.state).toBe(model.state);
        seen.add(subject.state);
      }
    }),
    { numRuns: 300 },
  );
  expect(seen).toEqual(new Set(['closed', 'open', 'half-open']));
});
