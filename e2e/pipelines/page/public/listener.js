/** Listens to a tone and says, when asked, how long the longest silence was and which pitch it has. */
class Listener extends AudioWorkletProcessor {
  constructor() {
    super();
    this.begin();
    this.port.onmessage = ({ data }) => {
      if (data === 'begin') this.begin();
      else this.port.postMessage(this.heard());
    };
  }

  begin() {
    this.frames = 0;
    this.quiet = 0;
    this.longest = 0;
    this.turns = 0;
    this.last = 0;
    this.power = 0;
  }

  heard() {
    const seconds = Math.max(this.frames, 1) / sampleRate;
    return {
      seconds,
      longestSilenceMs: (1000 * Math.max(this.longest, this.quiet)) / sampleRate,
      pitchHz: this.turns / seconds,
      rms: Math.sqrt(this.power / Math.max(this.frames, 1)),
    };
  }

  process([[samples]]) {
    const silent = 0.004;
    for (let at = 0; at < 128; at += 1) {
      const sample = samples?.[at] ?? 0;
      this.quiet = Math.abs(sample) < silent ? this.quiet + 1 : 0;
      if (this.quiet > this.longest) this.longest = this.quiet;
      if (this.last < 0 && sample >= 0) this.turns += 1;
      this.last = sample;
      this.power += sample * sample;
    }
    this.frames += 128;
    return true;
  }
}

registerProcessor('listener', Listener);
