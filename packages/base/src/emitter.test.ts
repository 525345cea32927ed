import { describe, expect, it, vi } from 'vitest';
import { Emitter } from './emitter.ts';

class Bell extends Emitter<{ ring: number; stop: undefined }> {
  ring(times: number) {
    this.emit('ring', times);
  }
  stop() {
    this.emit('stop');
    this.removeAllListeners();
  }
}

describe('Emitter', () => {
  it('calls listeners in their order until they are taken back', () => {
    const bell = new Bell();
    const heard: string[] = [];
    const undo = bell.on('ring', (times) => heard.push(`a${times}`));
    bell.on('ring', (times) => heard.push(`b${times}`));
    bell.ring(1);
    undo();
    undo();
    bell.ring(2);
    expect(heard).toEqual(['a1', 'b1', 'b2']);
    expect(bell.listenerCount('ring')).toBe(1);
  });

  it('lets go of a listener when its signal aborts', () => {
    const bell = new Bell();
    const controller = new AbortController();
    const listener = vi.fn();
    bell.on('ring', listener, { signal: controller.signal });
    controller.abort();
    bell.ring(1);
    bell.on('ring', listener, { signal: controller.signal });
    bell.ring(2);
    expect(listener).not.toHaveBeenCalled();
    expect(bell.listenerCount()).toBe(0);
  });

  it('calls the others when one throws, and reports what was thrown', async () => {
    const bell = new Bell();
    const second = vi.fn();
    const thrown: unknown[] = [];
    const report = (error: unknown) => thrown.push(error);
    process.on('uncaughtException', report);
    bell.on('ring', () => {
      throw new Error('broken listener');
    });
    bell.on('ring', second);
    bell.ring(1);
    await new Promise((resolve) => setTimeout(resolve, 0));
    process.off('uncaughtException', report);
    expect(second).toHaveBeenCalledWith(1);
    expect(thrown).toMatchObject([{ message: 'broken listener' }]);
  });

  it('keeps nothing once it has ended', () => {
    const bell = new Bell();
    bell.on('stop', () => {});
    bell.stop();
    expect(bell.listenerCount()).toBe(0);
  });
});
