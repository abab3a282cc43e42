package dev.orthant.optimizers;

/// m exp(−r k) for k of B bits, as the product of two tables of about 2^(B/2) entries: one for the upper bits of k, which
/// also holds m, and one for the lower.
///
/// Each entry is rounded once and the product once: within 1.5 · 2⁻²³ relative of the exact value.
///
/// @param high     m exp(−r 2ᴴ h)
/// @param low      exp(−r l)
/// @param lowBits  H
record LogarithmicTable(float[] high, float[] low, int lowBits) {
    static LogarithmicTable of(int bits, double precision, double largest) {
        int lowBits = bits / 2;
        float[] low = new float[1 << lowBits];
        for (int k = 0; k < low.length; k++) {
            low[k] = (float) Math.exp(-precision * k);
        }
        float[] high = new float[1 << (bits - lowBits)];
        for (int k = 0; k < high.length; k++) {
            high[k] = (float) (largest * Math.exp(-precision * ((long) k << lowBits)));
        }
        return new LogarithmicTable(high, low, lowBits);
    }

    float magnitude(int level) {
        return high[level >>> lowBits] * low[level & (low.length - 1)];
    }
}
