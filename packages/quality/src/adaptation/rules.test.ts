import { describe, expect, it } from 'vitest';
import { CpuRule, type CpuSigns } from './cpu-rule.ts';
import { NetworkRule, type NetworkSigns } from './network-rule.ts';

const calm: CpuSigns = { isLimited: false, encodeLoad: 0, pressure: undefined };
const good: NetworkSigns = { packetLoss: 0, roundTripTimeMs: 20, availableKbps: undefined, isLimited: false };

function cpuAfter(seconds: number, signs: CpuSigns, rule = new CpuRule(2), fromMs = 0) {
  for (let second = 1; second <= seconds; second += 1) rule.update(fromMs + second * 1_000, signs);
  return rule;
}

function networkAfter(seconds: number, signs: Partial<NetworkSigns>, rule = new NetworkRule(), fromMs = 0) {
  for (let second = 1; second <= seconds; second += 1) rule.update(fromMs + second * 1_000, { ...good, ...signs });
  return rule;
}

describe('CpuRule', () => {
  it('waits for a second busy round, and then goes down a level every three seconds', () => {
    const busy = { ...calm, isLimited: true };
    expect(cpuAfter(1, busy).limit).toBeUndefined();
    expect(cpuAfter(2, busy).limit?.fps).toBe(24);
    expect(cpuAfter(4, busy).limit?.fps).toBe(24);
    expect(cpuAfter(5, busy).limit?.fps).toBe(20);
    expect(cpuAfter(60, busy).limit).toEqual({ width: 320, height: 180, fps: 10 });
  });

  it('goes down at once when the system says it is critical', () => {
    expect(cpuAfter(1, { ...calm, encodeLoad: 0.2, pressure: 'critical' }).limit?.fps).toBe(24);
    expect(cpuAfter(2, { ...calm, encodeLoad: 0.2, pressure: 'serious' }).limit?.fps).toBe(24);
    expect(cpuAfter(60, { ...calm, encodeLoad: 0.2, pressure: 'fair' }).limit).toBeUndefined();
  });

  it('leaves pictures alone when the machine is busy with something else', () => {
    expect(cpuAfter(60, { ...calm, encodeLoad: 0.05, pressure: 'critical' }).limit).toBeUndefined();
  });

  it('goes by the time that encoding takes, for the processors there are', () => {
    expect(cpuAfter(2, { ...calm, encodeLoad: 0.61 }).limit).toBeDefined();
    expect(cpuAfter(9, { ...calm, encodeLoad: 0.59 }).limit).toBeUndefined();
    expect(cpuAfter(9, { ...calm, encodeLoad: 0.61 }, new CpuRule(8)).limit).toBeUndefined();
  });

  it('comes up one level for each fifteen seconds at ease', () => {
    const rule = cpuAfter(5, { ...calm, isLimited: true });
    expect(cpuAfter(14, calm, rule, 5_000).limit?.fps).toBe(20);
    expect(cpuAfter(1, calm, rule, 19_000).limit?.fps).toBe(24);
    expect(cpuAfter(14, calm, rule, 20_000).limit?.fps).toBe(24);
    expect(cpuAfter(1, calm, rule, 34_000).limit).toBeUndefined();
  });
});

describe('NetworkRule', () => {
  it('begins at 1500 and adds a fifth every five seconds', () => {
    expect(networkAfter(1, {}).state.currentKbps).toBe(1_800);
    expect(networkAfter(5, {}).state.currentKbps).toBe(1_800);
    expect(networkAfter(6, {}).state.currentKbps).toBe(2_160);
    expect(networkAfter(60, {}).state.currentKbps).toBe(4_000);
  });

  it('takes a fifth away every two seconds and says why', () => {
    const lossy = networkAfter(3, { packetLoss: 0.2 });
    expect([lossy.state.currentKbps, lossy.reason]).toEqual([960, 'loss']);
    const slow = networkAfter(1, { roundTripTimeMs: 600 });
    expect([slow.state.currentKbps, slow.reason]).toEqual([1_200, 'rtt']);
  });

  it('leaves everything as it is when the peer does not say how it goes', () => {
    const rule = networkAfter(60, { packetLoss: undefined, roundTripTimeMs: undefined });
    expect([rule.state.currentKbps, rule.reason]).toEqual([1_500, 'ramp']);
  });

  it('is at its worst only when the least is still too much', () => {
    const bad = { packetLoss: 0.3 };
    const rule = networkAfter(19, bad);
    expect([rule.state.currentKbps, rule.isWorst]).toEqual([200, false]);
    expect(networkAfter(6, bad, rule, 19_000).isWorst).toBe(true);
    expect(networkAfter(6, {}, rule, 25_000).isWorst).toBe(false);
  });

  it('leaves the browser room above its estimate, and lets go of it slowly', () => {
    const rule = networkAfter(1, { isLimited: true, availableKbps: 400 });
    expect(rule.bandwidthKbps).toBe(500);
    expect(networkAfter(1, { isLimited: false, availableKbps: 400 }, rule, 1_000).bandwidthKbps).toBeCloseTo(550);
    expect(networkAfter(60, {}, rule, 2_000).bandwidthKbps).toBeUndefined();
  });

  it('comes back from an estimate of nothing', () => {
    const rule = networkAfter(1, { isLimited: true, availableKbps: 0 });
    expect(rule.bandwidthKbps).toBeGreaterThan(0);
    expect(networkAfter(120, {}, rule, 1_000).bandwidthKbps).toBeUndefined();
  });

  it('does not go by an estimate that holds nothing back', () => {
    expect(networkAfter(9, { availableKbps: 100 }).bandwidthKbps).toBeUndefined();
  });
});
