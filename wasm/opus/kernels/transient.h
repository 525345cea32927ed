/*
 * The recursive filters of upstream's transient_analysis (celt/celt_encoder.c, which includes this file). Each step
 * waits for the one before, so both channels go through them at once; the same bits.
 */

/* What the filters make of one channel. */
typedef struct {
  float mean; /* sum of energies */
  float peak; /* of the masking threshold */
} transient_channel;

/* Energies after a high-pass filter, (1 - 2 z^-1 + z^-2) / (1 - z^-1 + .5 z^-2), summed by two. */
static void transient_energies(const float *a, const float *b, int len, float *energy_a, float *energy_b) {
  float a0 = 0, a1 = 0, b0 = 0, b1 = 0;
  for (int i = 0; i < len; i += 2) {
    float sum_a = 0, sum_b = 0;
    for (int j = i; j < i + 2; j++) {
      const float in_a = a[j], in_b = b[j];
      /* The first samples would tell of the missing past. */
      const float out_a = j < 12 ? 0 : a0 + in_a, out_b = j < 12 ? 0 : b0 + in_b;
      const float was_a = a0, was_b = b0;
      a0 = a0 - in_a + .5f * a1;
      b0 = b0 - in_b + .5f * b1;
      a1 = in_a - was_a;
      b1 = in_b - was_b;
      sum_a = j == i ? out_a * out_a : sum_a + out_a * out_a;
      sum_b = j == i ? out_b * out_b : sum_b + out_b * out_b;
    }
    energy_a[i >> 1] = sum_a;
    energy_b[i >> 1] = sum_b;
  }
}

/*
 * Masking thresholds of one or two channels of `len` samples, `len / 2` each: what is masked by what was before, and
 * then by what comes. `out` has room for two channels.
 */
static void transient_thresholds(const float *in, int len, int channels, float forward_decay, float *out,
                                 transient_channel results[2]) {
  const int half = len / 2;
  const float keep = 1.f - forward_decay;
  float *a = out, *b = out + half;
  float mean_a = 0, mean_b = 0, mask_a = 0, mask_b = 0, peak_a = 0, peak_b = 0;
  /* One channel alone is filtered twice, which takes no longer. */
  transient_energies(in, channels == 2 ? in + len : in, len, a, b);
  for (int i = 0; i < half; i++) {
    mean_a += a[i];
    mean_b += b[i];
    mask_a = a[i] + keep * mask_a;
    mask_b = b[i] + keep * mask_b;
    a[i] = forward_decay * mask_a;
    b[i] = forward_decay * mask_b;
  }
  mask_a = mask_b = 0;
  for (int i = half - 1; i >= 0; i--) {
    mask_a = a[i] + 0.875f * mask_a;
    mask_b = b[i] + 0.875f * mask_b;
    a[i] = 0.125f * mask_a;
    b[i] = 0.125f * mask_b;
    peak_a = MAX16(peak_a, a[i]);
    peak_b = MAX16(peak_b, b[i]);
  }
  results[0] = (transient_channel){mean_a, peak_a};
  results[1] = (transient_channel){mean_b, peak_b};
}
